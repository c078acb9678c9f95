import type { Rng } from '@ringmaster/core';
import type { Ground } from './ground.js';

/** What one run measured: milliseconds, counts, and words that are the same in every run. */
export type Figures = Readonly<Record<string, number | string>>;

/** The largest that a figure may be, over all runs of a row. */
export interface Bound {
  readonly median?: number;
  readonly max?: number;
}

/** One run of a row. Everything that is left to chance comes from `rng`, so a seed repeats it. */
export interface FaultRun {
  /** Counted from 0. */
  readonly index: number;
  readonly rng: Rng;
  /** All of it: more failpoints, longer freezes. Otherwise the cheapest run that shows the invariant. */
  readonly full: boolean;
}

/** One line of the fault table: a fault, how it is injected into a real cluster, and what has to hold. */
export interface FaultRow {
  /** Its number in the table of docs/guides/faults.md; ways to inject one fault share it. */
  readonly row: number;
  readonly name: string;
  readonly fault: string;
  readonly invariant: string;
  /** Runs of `npm run faults` and `npm run test:full` when nobody says how many. */
  readonly runs: number;
  /** Judged by `npm run faults`, and by `npm run test:full` unless the machine is busy: see `isBusy`. Never by `npm test`. */
  readonly bounds?: Readonly<Record<string, Bound>>;
  /** Why this machine cannot inject it; undefined where it can. */
  readonly obstacle?: () => string | undefined;
  /** Injects the fault once and checks the invariant. @throws Violation */
  run(ground: Ground, run: FaultRun): Promise<Figures>;
}

/** The invariant of a row does not hold. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** @throws Violation */
export function hold(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Violation(otherwise);
}
