import { TrainError } from '@ringmaster/core';
import type { Dataset, DatasetInfo, Split } from './dataset.js';

/** All samples of a data set, the splits one after the other: training, validation, test. */
export interface MemorySamples {
  /** Bytes stand for value ÷ 255. */
  readonly x: Uint8Array | Float32Array;
  readonly y: Int32Array | Float32Array;
}

const BYTE_VALUES = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** A data set held in memory; images stay bytes until a batch is read. */
export function memoryDataset(info: DatasetInfo, samples: MemorySamples): Dataset {
  const width = info.inputShape.reduce((product, dim) => product * dim, 1);
  const labelWidth = info.labelShape.reduce((product, dim) => product * dim, 1);
  const first = { train: 0, validation: info.sizes.train, test: info.sizes.train + info.sizes.validation };
  return {
    info,
    read: (split, ids) => {
      checkIds(info, split, ids);
      const x = new Float32Array(ids.length * width);
      const y =
        info.labelDtype === 'int32'
          ? new Int32Array(ids.length * labelWidth)
          : new Float32Array(ids.length * labelWidth);
      ids.forEach((id, row) => {
        const sample = first[split] + id;
        copyRow(samples.x.subarray(sample * width, (sample + 1) * width), x, row * width);
        y.set(samples.y.subarray(sample * labelWidth, (sample + 1) * labelWidth), row * labelWidth);
      });
      return {
        count: ids.length,
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
