import { corrupt } from './corrupt.js';
import type { SampleBlock } from './sample-block.js';
import type { SplitBlocks } from './split-blocks.js';
import type { TrainingTable } from './training-table.js';

export const FILLINGS = ['mean', 'median', 'mostFrequent'] as const;
/** What stands in for a missing value: a statistic of its column over the training split, or one number. */
export type Filling = (typeof FILLINGS)[number] | number;

/**
 * Puts a value in the place of every NaN, in all splits. Statistics see the training rows alone, in sample order, in
 * float64. Of values that are equally frequent the smallest is taken.
 * @returns the filled blocks, and what stands in, by column
 * @throws TrainError `data_corrupt` when a column has no value in the training split
 */
export function fillMissing(
  blocks: SplitBlocks,
  table: TrainingTable,
  filling: Filling,
): { readonly blocks: SplitBlocks; readonly fillings: readonly number[] } {
  const fillings = fillingsOf(table, filling);
  const { width } = table;
  const filled = Object.entries(blocks).map(([split, block]: [string, SampleBlock]) => {
    const { x, rows } = block;
    if (rows)
      return [split, { ...block, rows: { ...rows, prepared: { width, ...rows.prepared, fillings } } }];
    for (let i = 0; i < x.length; i++) if (Number.isNaN(x[i])) x[i] = fillings[i % width] as number;
    return [split, block];
  });
  return { blocks: Object.fromEntries(filled) as SplitBlocks, fillings };
}

function fillingsOf(table: TrainingTable, filling: Filling): readonly number[] {
  if (typeof filling === 'number') return Array.from({ length: table.width }, () => filling);
  if (filling === 'mean') return means(table);
  return Array.from({ length: table.width }, (_, at) => {
    const values = table.column(at).filter((value) => !Number.isNaN(value));
    if (values.length === 0) throw nothingToFillIn(table, at, filling);
    return ORDERED[filling](values.sort());
  });
}

function means(table: TrainingTable): readonly number[] {
  const sums = new Float64Array(table.width);
  const counts = new Float64Array(table.width);
  table.each((values) => {
    for (let at = 0; at < sums.length; at++) {
      const value = values[at] as number;
      if (Number.isNaN(value)) continue;
      sums[at] = (sums[at] as number) + value;
      counts[at] = (counts[at] as number) + 1;
    }
  });
  const empty = counts.indexOf(0);
  if (empty >= 0) throw nothingToFillIn(table, empty, 'mean');
  return Array.from(sums, (sum, at) => sum / (counts[at] as number));
}

/** Statistics of sorted values. */
const ORDERED = {
  median: (values: Float32Array) => quantile(values, 0.5),
  mostFrequent(values: Float32Array) {
    let [best, most, seen] = [NaN, 0, 0];
    values.forEach((value, i) => {
      seen = value === values[i - 1] ? seen + 1 : 1;
      if (seen > most) [best, most] = [value, seen];
    });
    // Zero has two signs.
    return best + 0;
  },
};

const nothingToFillIn = ({ file, columns }: TrainingTable, at: number, filling: string): Error =>
  corrupt(
    file,
    `the column "${columns?.[at] ?? at}" has no value in the training split: there is no ${filling} to fill in`,
  );

/** Between two sorted values by a straight line, as NumPy does. */
export function quantile(sorted: Float64Array | Float32Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] as number;
  return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] as number) - below);
}
