// `npm test`: set-up, static checks, unit and contract tests, real-process tests. Last line: `N passed, N failed`.
//   --full        everything at the counts that it was planned for (npm run test:full)
//   --no-e2e      without the real-process tests
//   --no-static   without lint, types, format and generated files
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const flags = new Set(process.argv.slice(2));
const started = Date.now();
const scratch = mkdtempSync(join(tmpdir(), 'ringmaster-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

const say = (text) => process.stdout.write(`[${((Date.now() - started) / 1000).toFixed(0)}s] ${text}\n`);

const environment = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };

function run(command, args, env = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...environment, ...env },
  });
  return result.status === 0;
}

/** The same without waiting; what it prints comes at its end, so that two do not mix. */
async function runBeside(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: environment });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => printed.push(bytes));
  const [status] = await once(child, 'close');
  process.stdout.write(Buffer.concat(printed));
  return status === 0;
}

/** A check without cases of its own counts as one test. */
function count(name, ok) {
  totals[ok ? 'passed' : 'failed'] += 1;
  if (!ok) failures.push(name);
}

function check(name, command, args) {
  say(name);
  count(name, run(command, args));
}

/** At the same time: most of them use one core. */
async function checkTogether(checks) {
  say(checks.map(([name]) => name).join(', '));
  await Promise.all(
    checks.map(async ([name, command, args]) => {
      const ok = await runBeside(command, args);
      say(`${name}: ${ok ? 'passed' : 'failed'}`);
      count(name, ok);
    }),
  );
}

function vitest(name, config, env, more = []) {
  say(name);
  const report = join(scratch, `${name.replace(/\W+/g, '-')}.json`);
  const args = [
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...more,
  ];
  const ok = run(join(root, 'node_modules/.bin/vitest'), args, env);
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    result = undefined;
  }
  totals.passed += result?.numPassedTests ?? 0;
  totals.failed += result?.numFailedTests ?? 0;
  totals.skipped += (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
  // A file that cannot even be loaded, or an unhandled error, fails the run without a failed case.
  if (!ok && !(result?.numFailedTests > 0)) totals.failed += 1;
  if (!ok) failures.push(name);
}

const node = process.execPath;
const bin = (name) => join(root, 'node_modules/.bin', name);
try {
  say('set-up');
  if (!run(node, ['tools/setup/main.mjs'])) {
    failures.push('set-up');
    totals.failed += 1;
  } else {
    if (!flags.has('--no-static'))
      await checkTogether([
        ['generated files are current', node, ['tools/gen.mjs', '--check']],
        ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
        ['lint and types', node, ['tools/lint.mjs']],
      ]);
    const tier = { RINGMASTER_TEST_TIER: flags.has('--full') ? 'full' : 'quick' };
    vitest('unit and contract tests', 'vitest.config.ts', tier);
    if (flags.has('--full'))
      check('10,000 simulated worlds', node, ['tools/simulate.mjs', '--seeds', '10000']);
    const processes = 'apps/cluster-e2e/vitest.config.ts';
    if (flags.has('--no-e2e')) {
      say('without real-process tests (--no-e2e)');
    } else if (flags.has('--full')) {
      vitest('real-process tests', processes, tier, ['--exclude', '**/fault-rows.test.ts']);
      // By themselves: their bounds are of a machine that does nothing else.
      vitest('rows of the fault table', processes, tier, ['fault-rows']);
    } else {
      vitest('real-process tests', processes, tier);
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
for (const name of failures) say(`FAILED: ${name}`);
if (totals.skipped > 0) say(`${totals.skipped} skipped (each prints its reason above)`);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
process.exitCode = totals.failed > 0 ? 1 : 0;
