import { availableParallelism, loadavg } from 'node:os';
import { rng } from '@ringmaster/core';
import { type FaultRow, type Figures, Violation } from './fault-row.js';
import { exceeded, type Summary, summarise } from './figures.js';
import type { Ground } from './ground.js';

export interface RowOptions {
  readonly runs: number;
  readonly seed: number;
  readonly full: boolean;
  readonly say: (line: string) => void;
}

/** One JSON line of `npm run faults`. */
export interface RowResult {
  readonly row: number;
  readonly name: string;
  readonly fault: string;
  readonly invariant: string;
  readonly seed: number;
  readonly runs: number;
  readonly passed: number;
  readonly figures: Readonly<Record<string, Summary>>;
  /** Bounds that do not hold. */
  readonly exceeded: readonly string[];
  /** Runs whose invariant did not hold, or that could not be carried out. */
  readonly failures: readonly {
    readonly run: number;
    readonly kind: 'violation' | 'error';
    readonly message: string;
  }[];
  /** Why it could not be injected here. */
  readonly skipped?: string;
  readonly seconds: number;
  readonly machine: { readonly cores: number; readonly load1: number };
}

/** For each core. A row makes up to 3 of it itself: what is beyond this are other things. */
const MOST_LOAD = 4;

/** Whether the machine did so much else while a row ran that times mean nothing. */
export const isBusy = ({ cores, load1 }: RowResult['machine']): boolean => load1 > MOST_LOAD * cores;

/** Runs one row so often; a failed run does not end it. */
export async function runRow(row: FaultRow, ground: Ground, options: RowOptions): Promise<RowResult> {
  const startedMs = performance.now();
  const skipped = row.obstacle?.();
  const done: Figures[] = [];
  const failures: RowResult['failures'][number][] = [];
  for (let run = 0; skipped === undefined && run < options.runs; run += 1) {
    try {
      const chance = rng(options.seed, row.row, run);
      const figures = await row.run(ground, { index: run, rng: chance, full: options.full });
      done.push(figures);
      options.say(`${row.name} ${run + 1}/${options.runs}: ${JSON.stringify(figures)}`);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      failures.push({ run, kind: error instanceof Violation ? 'violation' : 'error', message });
      options.say(`${row.name} ${run + 1}/${options.runs}: FAILED: ${message}`);
      await ground.reset();
    }
  }
  const figures = summarise(done);
  const { name, fault, invariant } = row;
  return {
    ...{ row: row.row, name, fault, invariant, seed: options.seed },
    runs: skipped === undefined ? options.runs : 0,
    passed: done.length,
    figures,
    exceeded: exceeded(figures, row.bounds),
    failures,
    ...(skipped !== undefined && { skipped }),
    seconds: Math.round((performance.now() - startedMs) / 100) / 10,
    machine: { cores: availableParallelism(), load1: loadavg()[0] ?? 0 },
  };
}
