import type { DatasetInfo, Split } from '../dataset.js';
import type { SampleBlock } from './sample-block.js';

/** What the readers found: the training files, and those that hold another split alone. */
export type SplitBlocks = Readonly<Partial<Record<Split, SampleBlock>>> & { readonly train: SampleBlock };

/** The samples of a split: rows of a block, which splits may share. */
export interface Part {
  readonly block: SampleBlock;
  readonly rows: Uint32Array;
}
export type Parts = Readonly<Record<Split, Part>>;

/** Labels as numbers, as the training split says. */
export interface FittedLabels {
  readonly info: Pick<DatasetInfo, 'labelShape' | 'labelDtype' | 'classes' | 'classNames'>;
  of(block: SampleBlock): Int32Array | Float32Array;
}
