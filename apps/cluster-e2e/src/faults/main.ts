import { TrainError } from '@ringmaster/core';
import { type FaultOptions, parseArguments } from './arguments.js';
import type { Summary } from './figures.js';
import type { FaultRow } from './fault-row.js';
import { createGround, type Ground } from './ground.js';
import { type RowResult, runRow } from './run-row.js';
import { ROWS } from './table.js';

const say = (line: string) => void process.stderr.write(`${line}\n`);
const print = (line: string) => void process.stdout.write(`${line}\n`);

async function main(options: FaultOptions): Promise<void> {
  const { rows, seed, full, json } = options;
  if (options.list) {
    for (const { row, name, fault, invariant, runs } of rows)
      print(
        json
          ? JSON.stringify({ row, name, fault, invariant, runs })
          : listed({ row, name, fault, invariant, runs }),
      );
    return;
  }
  const ground = createGround();
  for (const [signal, exitCode] of SIGNALS) process.once(signal, () => void stop(ground, signal, exitCode));
  try {
    for (const row of rows) {
      say(`row ${row.row} ${row.name}: ${row.fault}`);
      const result = await runRow(row, ground, { runs: options.runs ?? row.runs, seed, full, say });
      print(json ? JSON.stringify(result) : resultText(result));
      if (result.failures.length + result.exceeded.length > 0) process.exitCode = 1;
    }
  } finally {
    await ground.close();
  }
}

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** Nothing that was started outlives this process. */
async function stop(ground: Ground, signal: NodeJS.Signals, exitCode: number): Promise<void> {
  say(
    `${signal}: its clusters are stopped, which takes some seconds; once more ends it at once and leaves them`,
  );
  process.once(signal, () => process.exit(exitCode));
  await ground.close().catch((error: unknown) => say(String(error)));
  process.exit(exitCode);
}

const listed = ({
  row,
  name,
  fault,
  invariant,
  runs,
}: Pick<FaultRow, 'row' | 'name' | 'fault' | 'invariant' | 'runs'>): string =>
  [`${row} ${name}, ${runs} runs`, `  fault      ${fault}`, `  invariant  ${invariant}`].join('\n');

function resultText({ row, name, skipped, fault, invariant, ...result }: RowResult): string {
  const title = `${row} ${name}`.padEnd(22);
  const lines = [`  fault      ${fault}`, `  invariant  ${invariant}`];
  if (skipped !== undefined) return [`${title}not run here: ${skipped}`, ...lines].join('\n');
  const figures = Object.entries(result.figures).map(([figure, value]) => `${figure} ${valueText(value)}`);
  return [
    `${title}${result.passed} of ${result.runs} hold`,
    ...lines,
    `  figures    ${figures.join(', ')}`,
    ...result.exceeded.map((line) => `  TOO MUCH: ${line}`),
    ...result.failures.map(
      ({ run, kind, message }) => `  ${kind} in run ${run}, seed ${result.seed}: ${message}`,
    ),
  ].join('\n');
}

const valueText = (value: Summary): string =>
  typeof value === 'string' ? value : `${value.median} (${value.min}–${value.max})`;

try {
  await main(parseArguments(process.argv.slice(2), ROWS));
} catch (error) {
  const { code, message } = TrainError.from(error);
  say(message);
  process.exitCode = code === 'invalid' ? 2 : 1;
}
