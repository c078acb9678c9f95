import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { corrupt } from '../files/corrupt.js';
import type { SampleBlock } from '../files/sample-block.js';
import type { SplitBlocks } from '../files/split-blocks.js';
import type { TrainingTable } from '../files/training-table.js';
import type { FeatureTable } from './feature-table.js';
import { byMutualInformation } from './mutual-information.js';
import { byElimination } from './recursive-elimination.js';
import type { SelectSpec } from './select-config.js';
import { byVariance } from './variance.js';

/**
 * The features of a table that stay, in the table's order. Sees the training rows alone.
 * @throws TrainError `invalid` when so many cannot stay | `data_corrupt` when none does
 */
export function selectFeatures(
  rows: TrainingTable,
  { block, ids, spec }: { readonly block: SampleBlock; readonly ids: Uint32Array; readonly spec: SelectSpec },
): readonly number[] {
  const table = tableOf(rows, block.labels, ids);
  if (spec.kind !== 'variance' && spec.keep > table.width)
    throw new TrainError(
      'invalid',
      `data.config.select.keep: ${spec.keep} features shall stay, but there are ${table.width}`,
    );
  if (spec.kind === 'recursiveElimination' && table.width > LIMITS.eliminationFeatures)
    throw new TrainError(
      'invalid',
      `data.config.select: recursiveElimination takes up to ${LIMITS.eliminationFeatures} features, but there are ${table.width}: say mutualInformation`,
    );
  const kept = chosen(table, spec);
  if (kept.length > 0) return kept;
  throw corrupt(block.file, 'no feature has a variance above what data.config.select asks for');
}

function chosen(table: FeatureTable, spec: SelectSpec): readonly number[] {
  switch (spec.kind) {
    case 'variance':
      return byVariance(table, spec);
    case 'mutualInformation':
      return byMutualInformation(table, spec);
    case 'recursiveElimination':
      return byElimination(table, spec);
  }
}

function tableOf(
  { count, width, column }: TrainingTable,
  labels: SampleBlock['labels'],
  rows: Uint32Array,
): FeatureTable {
  const at = (row: number) => rows[row] as number;
  const { values } = labels;
  const labelWidth = labels.kind === 'number' ? labels.shape.reduce((product, dim) => product * dim, 1) : 1;
  return {
    count,
    width,
    column,
    label:
      labels.kind === 'number'
        ? { kind: 'number', width: labelWidth, of: (row, i) => values[at(row) * labelWidth + i] as number }
        : { kind: 'class', of: (row) => values[at(row)] as string | number },
  };
}

/** All blocks without the features that do not stay. */
export function keepFeatures(blocks: SplitBlocks, kept: readonly number[]): SplitBlocks {
  const narrowed = Object.entries(blocks).map(([split, block]) => [
    split,
    narrow(block as SampleBlock, kept),
  ]);
  return Object.fromEntries(narrowed) as SplitBlocks;
}

function narrow(block: SampleBlock, kept: readonly number[]): SampleBlock {
  const width = block.inputShape.reduce((product, dim) => product * dim, 1);
  const { columns, rows } = block;
  const narrowed = {
    ...block,
    inputShape: [kept.length],
    ...(columns && { columns: kept.map((feature) => columns[feature] as string) }),
  };
  if (rows)
    return {
      ...narrowed,
      rows: { ...rows, width: kept.length, prepared: { width, ...rows.prepared, kept } },
    };
  const x = new Float32Array(block.count * kept.length);
  for (let row = 0; row < block.count; row++)
    kept.forEach((feature, i) => (x[row * kept.length + i] = block.x[row * width + feature] as number));
  return { ...narrowed, x };
}
