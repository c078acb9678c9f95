// `npm run simulate`: the protocol in simulated worlds, one a seed, on all cores.
//   --seeds N            worlds of the seeds 1 … N (default 1000); --from S begins elsewhere
//   --seed S [--trace]   one world, told as it goes; --faults 0,2 --agents 1 --slots 1 --epochs 1 make it smaller
//   --bug NAME           with a planted bug: unfenced-log, unsealed-step, early-manifest, stale-spool, late-silence
//   --processes N        how many at a time (default: one a core)
//   --json               one JSON object on stdout
// Exit code 1 when a promise was broken: the first such seed is shrunk, and told with the command that replays it.
import { fork } from 'node:child_process';
import { readdirSync, renameSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = join(root, 'node_modules/.cache/ringmaster/simulate.mjs');
const CHUNK = 50;

const number = { type: 'string' };
const { values: flags } = parseArgs({
  options: {
    ...{ seeds: number, from: number, seed: number, agents: number, slots: number, epochs: number },
    ...{ faults: number, bug: number, processes: number },
    ...{ trace: { type: 'boolean' }, json: { type: 'boolean' } },
  },
});
const int = (name) => {
  if (flags[name] === undefined) return undefined;
  const value = Number(flags[name]);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  process.stderr.write(`--${name}: "${flags[name]}" is no whole number\n`);
  process.exit(2);
};
const say = (text) => process.stderr.write(`${text}\n`);
const print = (text) => process.stdout.write(`${text}\n`);

async function bundled() {
  const libs = readdirSync(join(root, 'libs')).map((name) => [
    `@ringmaster/${name}`,
    join(root, 'libs', name, 'src/index.ts'),
  ]);
  // Renamed into place: another run may be reading the file.
  const own = `${bundle}.${process.pid}`;
  await build({
    ...{ absWorkingDir: root, entryPoints: ['tools/testing/simulate.ts'], outfile: own },
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external' },
    ...{ alias: Object.fromEntries(libs), sourcemap: 'inline', logLevel: 'warning' },
  });
  renameSync(own, bundle);
}

/** A process that answers one request after the other. */
function startProcess() {
  const child = fork(bundle, { execArgv: ['--enable-source-maps'] });
  let waiting;
  child.on('message', ({ value, error }) =>
    error ? waiting?.reject(new Error(error)) : waiting?.resolve(value),
  );
  child.on('exit', (code) => waiting?.reject(new Error(`a simulating process ended with code ${code}`)));
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        child.send({ ...request, bug: flags.bug });
      }),
    end: () => ((waiting = undefined), child.kill()),
  };
}

async function manySeeds(from, count) {
  const processes = Array.from({ length: int('processes') ?? availableParallelism() }, startProcess);
  const tallies = [];
  let next = from;
  let done = 0;
  const work = async ({ ask }) => {
    while (next < from + count) {
      const chunk = { kind: 'seeds', from: next, to: Math.min(next + CHUNK, from + count) };
      next = chunk.to;
      tallies.push(await ask(chunk));
      done += chunk.to - chunk.from;
      if (done % 1_000 === 0) say(`${done} of ${count} worlds`);
    }
  };
  await Promise.all(processes.map(work));
  processes.slice(1).forEach(({ end }) => end());
  return { tallies, process: processes[0] };
}

const sum = (tallies, key) => tallies.reduce((total, tally) => total + tally[key], 0);
function sums(tallies, key) {
  const total = {};
  for (const tally of tallies)
    for (const [name, count] of Object.entries(tally[key])) total[name] = (total[name] ?? 0) + count;
  return total;
}
function phases(tallies) {
  const total = {};
  for (const tally of tallies)
    for (const [phase, { hits, crashes }] of Object.entries(tally.phases)) {
      const counts = (total[phase] ??= { hits: 0, crashes: 0 });
      counts.hits += hits;
      counts.crashes += crashes;
    }
  return total;
}

function replayOf(seed, { faults, agents, slots, epochs }) {
  const options = { faults: faults && (faults.join(',') || 'none'), agents, slots, epochs, bug: flags.bug };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return `npm run simulate -- --seed ${seed} ${given.map(([name, value]) => `--${name} ${value} `).join('')}--trace`;
}

async function explain({ ask }, { seed, messages }) {
  print(`\nseed ${seed} breaks a promise:`);
  for (const message of messages.slice(0, 5)) print(`  ${message.slice(0, 500)}`);
  const { reduction, violations } = await ask({ kind: 'shrink', seed });
  const { lines } = await ask({ kind: 'replay', seed, reduction, trace: true });
  print('shrunk to:');
  for (const line of lines) print(`  ${line}`);
  for (const { promise, message } of violations.slice(0, 5))
    print(`  BROKEN ${promise}: ${message.slice(0, 500)}`);
  print(`replay it:\n  ${replayOf(seed, reduction)}`);
  return { reduction, replay: replayOf(seed, reduction) };
}

async function seeds(from, count) {
  const startedMs = performance.now();
  const { tallies, process: first } = await manySeeds(from, count);
  const seconds = (performance.now() - startedMs) / 1_000;
  const failures = tallies.flatMap((tally) => tally.failures).sort((a, b) => a.seed - b.seed);
  const result = {
    seeds: count,
    violations: failures.length,
    seconds: Number(seconds.toFixed(1)),
    seedsPerMinute: Math.round((60 * count) / seconds),
    faultsPerSeed: Number((sum(tallies, 'faults') / count).toFixed(2)),
    attempts: sum(tallies, 'attempts'),
    generations: sum(tallies, 'generations'),
    virtualHours: Number((sum(tallies, 'virtualMs') / 3_600_000).toFixed(2)),
    outcomes: sums(tallies, 'outcomes'),
    phases: phases(tallies),
    failures,
  };
  if (flags.json) print(JSON.stringify(result));
  else {
    print('phase                                                 passed   deaths');
    for (const [phase, { hits, crashes }] of Object.entries(result.phases))
      print(`${phase.padEnd(52)}${String(hits).padStart(8)}${String(crashes).padStart(9)}`);
    const outcomes = Object.entries(result.outcomes).map(([name, times]) => `${times} ${name}`);
    print(
      `\n${count} worlds, ${result.faultsPerSeed} faults each, ${result.generations} generations in ${result.attempts} attempts, ` +
        `${result.virtualHours} h of virtual time: ${outcomes.join(', ')}`,
    );
    print(`${result.seconds} s, ${result.seedsPerMinute} worlds a minute, ${failures.length} violations`);
    if (failures[0]) await explain(first, failures[0]);
  }
  first.end();
  return failures.length > 0 ? 1 : 0;
}

async function oneSeed(seed) {
  const faults = flags.faults === 'none' ? [] : flags.faults?.split(',').map((text) => Number(text));
  const reduction = { faults, agents: int('agents'), slots: int('slots'), epochs: int('epochs') };
  const { ask, end } = startProcess();
  const { lines, report } = await ask({ kind: 'replay', seed, reduction, trace: flags.trace ?? false });
  end();
  if (flags.json) print(JSON.stringify(report));
  else {
    for (const line of lines) print(line);
    for (const { promise, message } of report.violations) print(`BROKEN ${promise}: ${message}`);
    print(
      `${report.outcome} after ${report.attempts} attempt(s), ${report.generations} generation(s), ` +
        `${(report.virtualMs / 1_000).toFixed(1)} s of virtual time: ${report.violations.length} violations`,
    );
  }
  return report.violations.length > 0 ? 1 : 0;
}

await bundled();
const seed = int('seed');
process.exitCode =
  seed === undefined ? await seeds(int('from') ?? 1, int('seeds') ?? 1_000) : await oneSeed(seed);
