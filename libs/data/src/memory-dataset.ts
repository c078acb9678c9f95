import { TrainError } from '@ringmaster/core';
import type { Dataset, DatasetInfo, Split } from './dataset.js';

/** All samples of a data set, the splits one after the other: training, validation, test. */
export interface MemorySamples {
  /** Bytes stand for value ÷ 255. */
  readonly x: Uint8Array | Float32Array;
  readonly y: Int32Array | Float32Array;
}

/** The samples of one split: rows of a block that splits may share. */
export interface SplitSamples extends MemorySamples {
  /** The row of each id. */
  readonly rows: Uint32Array;
}

const BYTE_VALUES = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

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

/** A data set held in memory whose splits are any rows of any blocks. */
export function splitDataset(info: DatasetInfo, splits: Readonly<Record<Split, SplitSamples>>): Dataset {
  const width = info.inputShape.reduce((product, dim) => product * dim, 1);
  const labelWidth = info.labelShape.reduce((product, dim) => product * dim, 1);
  return {
    info,
    read: (split, ids) => {
      checkIds(info, split, ids);
      const samples = splits[split];
      const x = new Float32Array(ids.length * width);
      const y =
        info.labelDtype === 'int32'
          ? new Int32Array(ids.length * labelWidth)
          : new Float32Array(ids.length * labelWidth);
      const delivered = new Uint32Array(ids.length);
      ids.forEach((id, at) => {
        const row = samples.rows[id] as number;
        copyRow(samples.x.subarray(row * width, (row + 1) * width), x, at * width);
        y.set(samples.y.subarray(row * labelWidth, (row + 1) * labelWidth), at * labelWidth);
        delivered[at] = id;
      });
      return {
        count: ids.length,
        ids: delivered,
        x: { shape: [ids.length, ...info.inputShape], dtype: 'float32', data: x },
        y: { shape: [ids.length, ...info.labelShape], dtype: info.labelDtype, data: y },
      };
    },
    close: () => undefined,
  };
}

function copyRow(from: Uint8Array | Float32Array, to: Float32Array, offset: number): void {
  if (from instanceof Float32Array) {
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
