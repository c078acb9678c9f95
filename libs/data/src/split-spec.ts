import { rng } from '@ringmaster/core';
import { z } from 'zod';
import type { Split } from './dataset.js';

const fraction = (what: string) =>
  z.number().min(0).lt(1).default(0).describe(`share of the training files' samples that ${what}`);

/** How samples of the training files become validation and test samples. */
export const SplitSpec = z
  .strictObject({
    validation: fraction('validate'),
    test: fraction('test'),
    seed: z.int().min(0).max(0xffffffff).default(0).describe('chooses which; not training.seed'),
    kind: z
      .enum(['random', 'stratified', 'grouped', 'ordered'])
      .default('random')
      .describe(
        'any samples; the same share of every class; rows of a table with equal values of `by` never in two splits; or the last rows test, those before validate',
      ),
    by: z
      .string()
      .min(1)
      .max(256)
      .optional()
      .describe(
        'column of a table, no feature then: groups of `grouped`; what `ordered` sorts by, numbers or texts (ISO 8601 dates), default: the order of the file',
      ),
    fold: z
      .strictObject({ of: z.int().min(2).max(1_000), index: z.int().min(0) })
      .optional()
      .describe(
        'cross-validation: the part of the samples, apart from those that test, that validates; index from 0',
      ),
  })
  .superRefine(({ validation, test, kind, by, fold }, context) => {
    const add = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (validation + test >= 1) add([], 'validation and test must leave samples to train on');
    if (kind === 'grouped' && by === undefined)
      add(['by'], 'kind: grouped needs the column that makes the groups');
    if (by !== undefined && kind !== 'grouped' && kind !== 'ordered')
      add(['by'], `kind: ${kind} does not look at a column`);
    if (!fold) return;
    if (fold.index >= fold.of) add(['fold', 'index'], `must be less than ${fold.of}`);
    if (validation > 0) add(['validation'], 'a fold is the validation split: leave this out');
    if (kind === 'ordered')
      add(['fold'], 'folds of ordered samples would train on what comes after the validation samples');
  });
export type SplitSpec = z.output<typeof SplitSpec>;

/** What the samples of the training files are known by. */
export interface SplitFacts {
  readonly count: number;
  /** The class of each, for `stratified`. */
  readonly classOf?: (row: number) => string | number;
  /** The value of the column `by` of each. */
  readonly keyOf?: (row: number) => string;
}

type Rows = Readonly<Record<Split, Uint32Array>>;

/** Keeps the choice of splits apart from other uses of equal seeds. */
const SPLIT_STREAM = 0x5911;

/**
 * Deals samples to the splits; depends on the spec and the facts alone. Within a split samples keep the order of the
 * files. `random`: the first round(count · test) of a permutation test, the next round(count · validation) validate, the
 * others train. `stratified`: the same within each class. `grouped`: the same with groups, by number of groups.
 */
export function splitRows({ count, classOf, keyOf }: SplitFacts, spec: SplitSpec): Rows {
  switch (spec.kind) {
    case 'random':
      return sorted(dealt(upTo(count), spec));
    case 'stratified':
      return sorted(
        merged([...groupsOf(count, classOf ?? (() => 0)).values()].map((rows) => dealt(rows, spec))),
      );
    case 'grouped': {
      const groups = [...groupsOf(count, keyOf ?? String).values()];
      const chosen = dealt(upTo(groups.length), spec);
      const rowsOf = (split: Split) => chosen[split].flatMap((group) => groups[group] ?? []);
      return sorted({ train: rowsOf('train'), validation: rowsOf('validation'), test: rowsOf('test') });
    }
    case 'ordered': {
      const rows = keyOf ? upTo(count).sort((a, b) => compareKeys(keyOf(a), keyOf(b)) || a - b) : upTo(count);
      const test = count - Math.round(count * spec.test);
      const validation = test - Math.round(count * spec.validation);
      return sorted({
        train: rows.slice(0, validation),
        validation: rows.slice(validation, test),
        test: rows.slice(test),
      });
    }
  }
}

type Lists = Readonly<Record<Split, readonly number[]>>;

const upTo = (count: number): number[] => Array.from({ length: count }, (_, row) => row);

function dealt(
  rows: readonly number[],
  { seed, test: testShare, validation: share, fold }: SplitSpec,
): Lists {
  const count = rows.length;
  const order = permuted(rows, seed);
  const test = Math.round(count * testShare);
  const rest = count - test;
  const [from, to] = fold
    ? [
        test + Math.floor((rest * fold.index) / fold.of),
        test + Math.floor((rest * (fold.index + 1)) / fold.of),
      ]
    : [test, test + Math.round(count * share)];
  return {
    test: order.slice(0, test),
    validation: order.slice(from, to),
    train: [...order.slice(test, from), ...order.slice(to)],
  };
}

function permuted(rows: readonly number[], seed: number): readonly number[] {
  const order = [...rows];
  const random = rng(seed, SPLIT_STREAM);
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}

/** In the order of their first rows. */
function groupsOf(
  count: number,
  keyOf: (row: number) => string | number,
): ReadonlyMap<string | number, number[]> {
  const groups = new Map<string | number, number[]>();
  for (let row = 0; row < count; row++) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** Numbers by size where both are numbers, texts by code units otherwise. */
function compareKeys(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (a.trim() !== '' && b.trim() !== '' && !Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a < b ? -1 : Number(a > b);
}

const merged = (parts: readonly Lists[]): Lists => ({
  train: parts.flatMap(({ train }) => train),
  validation: parts.flatMap(({ validation }) => validation),
  test: parts.flatMap(({ test }) => test),
});

const sorted = ({ train, validation, test }: Lists): Rows => ({
  train: Uint32Array.from(train).sort(),
  validation: Uint32Array.from(validation).sort(),
  test: Uint32Array.from(test).sort(),
});
