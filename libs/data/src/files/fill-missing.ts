import { corrupt } from './corrupt.js';
import type { SampleBlock } from './sample-block.js';
import type { SplitBlocks } from './assemble.js';

/** What stands in for a missing value: its column's mean over the training split, or one number. */
export type Filling = 'mean' | number;

/**
 * Puts a value in the place of every NaN, in all splits. Means are summed in sample order in float64.
 * @throws TrainError `data_corrupt` when a column has no value in the training split
 */
export function fillMissing(blocks: SplitBlocks, trainRows: Uint32Array, filling: Filling): void {
  const { train } = blocks;
  const width = train.inputShape.reduce((product, dim) => product * dim, 1);
  const values =
    typeof filling === 'number' ? new Float64Array(width).fill(filling) : means(train, trainRows, width);
  for (const { x } of Object.values(blocks) as SampleBlock[])
    for (let i = 0; i < x.length; i++) if (Number.isNaN(x[i])) x[i] = values[i % width] as number;
}

function means(block: SampleBlock, rows: Uint32Array, width: number): Float64Array {
  const [sums, counts] = [new Float64Array(width), new Float64Array(width)];
  for (const row of rows)
    for (let column = 0; column < width; column++) {
      const value = block.x[row * width + column] as number;
      if (Number.isNaN(value)) continue;
      sums[column] = (sums[column] as number) + value;
      counts[column] = (counts[column] as number) + 1;
    }
  const empty = counts.indexOf(0);
  if (empty >= 0)
    throw corrupt(
      block.file,
      `the column "${block.columns?.[empty] ?? empty}" has no value in the training split: there is no mean to fill in`,
    );
  return sums.map((sum, column) => sum / (counts[column] as number));
}
