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
  })
  .refine(
    ({ validation, test }) => validation + test < 1,
    'validation and test must leave samples to train on',
  );
export type SplitSpec = z.output<typeof SplitSpec>;

/** Keeps the choice of splits apart from other uses of equal seeds. */
const SPLIT_STREAM = 0x5911;

/**
 * Deals `count` samples to the splits: a permutation that depends on (seed, count) alone; its first
 * round(count · test) samples test, the next round(count · validation) validate, the others train. Within a split
 * samples keep the order of the files.
 */
export function splitRows(count: number, spec: SplitSpec): Readonly<Record<Split, Uint32Array>> {
  const rows = Uint32Array.from({ length: count }, (_, row) => row);
  const random = rng(spec.seed, SPLIT_STREAM);
  for (let last = count - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const kept = rows[last] as number;
    rows[last] = rows[other] as number;
    rows[other] = kept;
  }
  const test = Math.round(count * spec.test);
  const held = test + Math.round(count * spec.validation);
  return {
    test: rows.slice(0, test).sort(),
    validation: rows.slice(test, held).sort(),
    train: rows.slice(held).sort(),
  };
}
