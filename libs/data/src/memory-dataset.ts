import { assert, TrainError } from '@ringmaster/core';
import type { Column, Dataset, DatasetInfo, MemorySamples, SharedDataset, Split } from './dataset.js';
import type { OpenFileView } from './stream/file-view.js';
import { BYTE_VALUES } from './byte-values.js';
import { isStreamed, noFiles, type RowReader, rowReader, type StreamedRows } from './stream/streamed-rows.js';
import { inSharedMemory } from './shared-memory.js';

/** A data set held in memory; images stay bytes until a batch is read. */
export function memoryDataset(info: DatasetInfo, samples: MemorySamples): Dataset {
  const { train, validation, test } = info.sizes;
  const rows = (first: number, count: number) => Uint32Array.from({ length: count }, (_, i) => first + i);
  return splitDataset(info, {
    train: { ...samples, rows: rows(0, train) },
    validation: { ...samples, rows: rows(train, validation) },
    test: { ...samples, rows: rows(train + validation, test) },
  });
}

/** Reads what another thread shares. */
export const openShared = ({ info, splits }: SharedDataset, openFile?: OpenFileView): Dataset =>
  splitDataset(info, splits, openFile && { openFile });

interface SplitOptions {
  /** Where a sample comes from. */
  readonly place?: (split: Split, id: number) => string;
  /** Opens files that samples stay in; default: none do. */
  readonly openFile?: OpenFileView;
}

/** A data set whose splits are any rows of any blocks, in memory or in files. */
export function splitDataset(
  info: DatasetInfo,
  given: SharedDataset['splits'],
  { place, openFile = noFiles }: SplitOptions = {},
): Dataset {
  let splits = given;
  const width = sizeOf(info.inputShape);
  const readers = new Map<StreamedRows, RowReader>();
  const readerOf = (rows: StreamedRows): RowReader => {
    const reader = readers.get(rows) ?? rowReader(rows, openFile);
    readers.set(rows, reader);
    return reader;
  };
  return {
    info,
    readsFiles: Object.values(given).some(({ x }) => isStreamed(x)),
    ...(place && { place }),
    share: () => {
      splits = inSharedMemory(splits);
      return { info, splits };
    },
    read: (split, ids) => {
      checkIds(info, split, ids);
      const samples = splits[split];
      const x = numbers(info.inputDtype ?? 'float32', ids.length * width);
      const rows = new Uint32Array(ids.length);
      const delivered = new Uint32Array(ids.length);
      ids.forEach((id, at) => {
        const row = samples.rows[id] as number;
        if (isStreamed(samples.x)) readerOf(samples.x).read(row, x.subarray(at * width, (at + 1) * width));
        else copyRow(samples.x.subarray(row * width, (row + 1) * width), x, at * width);
        rows[at] = row;
        delivered[at] = id;
      });
      const extras = Object.entries(info.extras ?? {}).map(([name, { shape, dtype }]) => {
        const values = samples.extras?.[name];
        assert(values, `${info.name} promises the column ${name} and does not have it`);
        return [name, gather(values, rows, { shape, dtype })] as const;
      });
      return {
        count: ids.length,
        ids: delivered,
        x: { shape: [ids.length, ...info.inputShape], dtype: info.inputDtype ?? 'float32', data: x },
        y: gather(samples.y, rows, { shape: info.labelShape, dtype: info.labelDtype }),
        ...(info.extras && { extras: Object.fromEntries(extras) }),
      };
    },
    close: () => readers.forEach((reader) => reader.close()),
  };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);

const numbers = (dtype: Column['dtype'], length: number): Int32Array | Float32Array =>
  dtype === 'int32' ? new Int32Array(length) : new Float32Array(length);

function gather(
  values: Int32Array | Float32Array,
  rows: Uint32Array,
  { shape, dtype }: Pick<Column, 'shape' | 'dtype'>,
): Column {
  const width = sizeOf(shape);
  const data = numbers(dtype, rows.length * width);
  rows.forEach((row, at) => data.set(values.subarray(row * width, (row + 1) * width), at * width));
  return { shape: [rows.length, ...shape], dtype, data };
}

function copyRow(
  from: Exclude<MemorySamples['x'], StreamedRows>,
  to: Float32Array | Int32Array,
  offset: number,
): void {
  if (!(from instanceof Uint8Array)) {
    to.set(from, offset);
    return;
  }
  for (let i = 0; i < from.length; i++) to[offset + i] = BYTE_VALUES[from[i] as number] as number;
}

function checkIds(info: DatasetInfo, split: Split, ids: Uint32Array): void {
  for (const id of ids)
    if (id >= info.sizes[split])
      throw new TrainError(
        'internal',
        `sample ${id} of ${info.name}/${split} was asked for, which has ${info.sizes[split]} samples`,
      );
}
