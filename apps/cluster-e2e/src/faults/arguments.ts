import { nearest, TrainError } from '@ringmaster/core';
import { Command, InvalidArgumentError } from 'commander';
import type { FaultRow } from './fault-row.js';

export interface FaultOptions {
  readonly rows: readonly FaultRow[];
  /** Undefined: what each row says. */
  readonly runs: number | undefined;
  readonly seed: number;
  readonly json: boolean;
  readonly list: boolean;
  readonly full: boolean;
}

/** @throws TrainError `invalid` */
export function parseArguments(args: readonly string[], table: readonly FaultRow[]): FaultOptions {
  const program = new Command('npm run faults --')
    .argument('[row...]', 'numbers or names of rows; all without one')
    .option('--runs <n>', 'how often each row is run; default: what the row says', positive)
    .option('--seed <n>', 'where chance begins; every figure names it', positive, 1)
    .option('--json', 'one JSON line a row on stdout', false)
    .option('--quick', 'the cheapest run of each row', false)
    .option('--list', 'the rows, without running them', false)
    .description('injects faults into clusters of real processes, and holds what has to hold against each')
    .addHelpText(
      'after',
      `\nRows, by number and name (--list says what each does):\n${namesOf(table)}\n\nExit codes: 0 all hold, 1 one does not, 2 wrong arguments.`,
    )
    .exitOverride((error) => {
      if (error.exitCode === 0) process.exit(0);
      throw new TrainError('invalid', error.message);
    })
    .configureOutput({ writeErr: () => undefined });
  program.parse(args, { from: 'user' });
  const { runs, seed, json, list, quick } = program.opts<Record<string, unknown>>() as {
    runs?: number;
    seed: number;
    json: boolean;
    list: boolean;
    quick: boolean;
  };
  const rows = chosen(program.args, table);
  return { rows, runs: runs ?? (quick ? 1 : undefined), seed, json, list, full: !quick };
}

/** @throws TrainError `invalid` */
function chosen(names: readonly string[], table: readonly FaultRow[]): readonly FaultRow[] {
  for (const name of names) {
    if (table.some((row) => isNamed(row, name))) continue;
    const close = nearest(
      name,
      table.map((row) => row.name),
    );
    const hint = close === undefined ? '' : `; did you mean ${close}?`;
    throw new TrainError('invalid', `there is no row "${name}"${hint} There are:\n${namesOf(table)}`);
  }
  return names.length === 0 ? table : table.filter((row) => names.some((name) => isNamed(row, name)));
}

const namesOf = (table: readonly FaultRow[]): string =>
  table.map((row) => `  ${String(row.row).padStart(2)} ${row.name}`).join('\n');

const isNamed = (row: FaultRow, name: string): boolean => row.name === name || String(row.row) === name;

function positive(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('must be a whole number above 0');
}
