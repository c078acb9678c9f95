import { joinedDictionaries, withDictionaries } from '../encode/dictionaries.js';
import type { StreamedRows } from '../stream/streamed-rows.js';
import { corrupt } from './corrupt.js';
import type { BlockLabels, SampleBlock } from './sample-block.js';

/** Blocks that follow each other as one. @throws TrainError `data_corrupt` when they do not fit together */
export function joinBlocks(blocks: readonly SampleBlock[]): SampleBlock {
  const [first, ...others] = blocks as readonly [SampleBlock, ...SampleBlock[]];
  if (others.length === 0) return first;
  for (const other of others) requireAlike(first, other);
  const starts: number[] = [];
  let count = 0;
  for (const block of blocks) {
    starts.push(count);
    count += block.count;
  }
  const length = first.rows ? 0 : count * width(first);
  const x = allBytes(blocks) ? new Uint8Array(length) : new Float32Array(length);
  const dictionaries = joinedDictionaries(blocks);
  if (!first.rows)
    blocks.forEach((block, i) =>
      x.set(withDictionaries(block, dictionaries), (starts[i] as number) * width(first)),
    );
  return {
    ...first,
    count,
    x,
    ...(first.rows && { rows: joinedRows(first.rows, blocks) }),
    ...(dictionaries.size > 0 && { dictionaries }),
    ...(first.keys && { keys: blocks.flatMap(({ keys = [] }) => [...keys]) }),
    labels: joinLabels(blocks.map((block) => block.labels)),
    labelAt: placeIn(
      blocks.map((block) => block.labelAt),
      starts,
    ),
  };
}

/** A closure of its own, which keeps no samples. */
const placeIn =
  (places: readonly SampleBlock['labelAt'][], starts: readonly number[]): SampleBlock['labelAt'] =>
  (row) => {
    const block = Math.max(
      0,
      starts.findLastIndex((start) => start <= row),
    );
    return places[block]?.(row - (starts[block] ?? 0)) ?? '';
  };

/** @throws TrainError `data_corrupt` when two files of one data set hold different kinds of samples */
export function requireAlike(first: SampleBlock, other: SampleBlock): void {
  const facts = (block: SampleBlock): readonly (readonly [string, string])[] => [
    ['samples of shape', `[${block.inputShape.join(', ')}]`],
    ['columns', (block.columns ?? []).join(', ')],
    ['labels that are', labelFacts(block.labels)],
    ['values that are', block.x instanceof Uint8Array ? 'bytes' : 'numbers'],
  ];
  const theirs = facts(other);
  facts(first).forEach(([what, ours], i) => {
    const value = theirs[i]?.[1] ?? '';
    if (value !== ours) throw corrupt(other.file, `holds ${what} ${value}, but ${first.file} holds ${ours}`);
  });
}

const joinedRows = ({ width }: StreamedRows, blocks: readonly SampleBlock[]): StreamedRows => ({
  width,
  files: blocks.flatMap(({ rows }) => rows?.files ?? []),
});

function labelFacts(labels: BlockLabels): string {
  if (labels.kind === 'number') return `numbers of shape [${labels.shape.join(', ')}]`;
  return labels.kind === 'boxes' ? `boxes of ${labels.classNames.join(', ')}` : labels.kind;
}
const width = ({ inputShape }: SampleBlock): number => inputShape.reduce((product, dim) => product * dim, 1);
const allBytes = (blocks: readonly SampleBlock[]): boolean =>
  blocks.every(({ x }) => x instanceof Uint8Array);

function joinLabels(all: readonly BlockLabels[]): BlockLabels {
  const [first] = all as readonly [BlockLabels, ...BlockLabels[]];
  if (first.kind === 'category')
    return { kind: 'category', values: all.flatMap((labels) => [...labels.values] as string[]) };
  if (first.kind === 'boxes')
    return { ...first, values: all.flatMap(({ values }) => [...values] as (typeof first.values)[number][]) };
  const length = all.reduce((sum, labels) => sum + labels.values.length, 0);
  const values = first.kind === 'class' ? new Int32Array(length) : new Float32Array(length);
  let at = 0;
  for (const labels of all) {
    values.set(labels.values as Int32Array | Float32Array, at);
    at += labels.values.length;
  }
  return { ...first, values } as BlockLabels;
}
