import { corrupt } from './corrupt.js';
import type { SampleBlock } from './sample-block.js';
import type { SplitBlocks } from './split-blocks.js';

export const FILLINGS = ['mean', 'median', 'mostFrequent'] as const;
/** What stands in for a missing value: a statistic of its column over the training split, or one number. */
export type Filling = (typeof FILLINGS)[number] | number;

/**
 * Puts a value in the place of every NaN, in all splits. Statistics see the training rows alone, in sample order, in
 * float64. Of values that are equally frequent the smallest is taken.
 * @returns what stands in, by column
 * @throws TrainError `data_corrupt` when a column has no value in the training split
 */
export function fillMissing(
  blocks: SplitBlocks,
  trainRows: Uint32Array,
  filling: Filling,
): readonly number[] {
  const { train } = blocks;
  const width = train.inputShape.reduce((product, dim) => product * dim, 1);
  const values = Array.from({ length: width }, (_, column) =>
    typeof filling === 'number'
      ? filling
      : STATISTICS[filling](present(train, trainRows, { column, width, filling })),
  );
  for (const { x } of Object.values(blocks) as SampleBlock[])
    for (let i = 0; i < x.length; i++) if (Number.isNaN(x[i])) x[i] = values[i % width] as number;
  return values;
}

const STATISTICS: Readonly<Record<(typeof FILLINGS)[number], (values: readonly number[]) => number>> = {
  mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  median: (values) => quantile(Float64Array.from(values).sort(), 0.5),
  mostFrequent(values) {
    const counts = new Map<number, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    const most = Math.max(...counts.values());
    return Math.min(...[...counts].filter(([, count]) => count === most).map(([value]) => value));
  },
};

/** Between two sorted values by a straight line, as NumPy does. */
export function quantile(sorted: Float64Array | Float32Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] as number;
  return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] as number) - below);
}

interface Column {
  readonly column: number;
  readonly width: number;
  readonly filling: string;
}

/** The values of a column in the training rows. */
function present(
  block: SampleBlock,
  rows: Uint32Array,
  { column, width, filling }: Column,
): readonly number[] {
  const values = Array.from(rows, (row) => block.x[row * width + column] as number).filter(
    (value) => !Number.isNaN(value),
  );
  if (values.length === 0)
    throw corrupt(
      block.file,
      `the column "${block.columns?.[column] ?? column}" has no value in the training split: there is no ${filling} to fill in`,
    );
  return values;
}
