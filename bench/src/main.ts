import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TrainError } from '@ringmaster/core';
import { userPlaces } from '@ringmaster/contracts';
import { BENCHES, chosen } from './benches/registry.js';
import { type Options, parseArguments } from './core/arguments.js';
import { machineFacts, versionFacts } from './core/machine.js';
import { renderReport } from './core/report.js';
import { runBenches } from './core/run-benches.js';
import type { Places, Settings } from './core/settings.js';
import { table } from './core/text.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const say = (text: string) => void process.stderr.write(`${text}\n`);
/** What children need of the environment; nothing else may change what they measure. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'LD_LIBRARY_PATH', 'RINGMASTER_CACHE', 'XDG_CACHE_HOME'];

function settingsOf(options: Options, dirs: Pick<Places, 'scratch' | 'compilerCache'>): Settings {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const python = process.env['RINGMASTER_BENCH_PYTHON'];
  return {
    ...options,
    rounds: options.quick ? 1 : options.rounds,
    threads: options.threads ?? availableParallelism(),
    places: {
      root,
      child: fileURLToPath(new URL('child.js', import.meta.url)),
      python: python !== undefined && existsSync(python) ? python : undefined,
      peerScripts: join(root, 'bench/peers'),
      ...dirs,
    },
    env: Object.fromEntries(passed),
  };
}

async function main(options: Options): Promise<void> {
  const benches = chosen(options.names);
  const { cache } = userPlaces({
    variables: process.env,
    platform: process.platform,
    userDirectory: homedir(),
  });
  const compilerCache = join(cache, 'bench', 'inductor');
  mkdirSync(compilerCache, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'ringmaster-bench-'));
  try {
    const settings = settingsOf(options, { scratch, compilerCache });
    const { figures, notes, failed } = await runBenches(benches, settings, {
      say,
      figure: (figure) => options.json && process.stdout.write(`${JSON.stringify(figure)}\n`),
    });
    (options.json ? process.stderr : process.stdout).write(`\n${table(figures)}\n`);
    if (failed.length > 0) process.exitCode = 1;
    if (options.report === undefined) return;
    const file = resolve(options.report === true ? join(root, 'docs/benchmarks.md') : options.report);
    mkdirSync(dirname(file), { recursive: true });
    const facts = { machine: machineFacts(), versions: versionFacts(settings), benches: BENCHES, notes };
    const command = `npm run bench -- ${process.argv.slice(2).join(' ')}`.trim();
    const about = { command, date: new Date().toISOString(), isSmokeRun: options.quick };
    writeFileSync(file, renderReport({ ...facts, ...about, figures }));
    say(`wrote ${file}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

try {
  await main(parseArguments(process.argv.slice(2), BENCHES));
} catch (error) {
  const { code, message } = TrainError.from(error);
  say(message);
  process.exitCode = code === 'invalid' ? 2 : 1;
}
