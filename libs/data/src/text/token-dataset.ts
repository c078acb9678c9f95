import { TrainError } from '@ringmaster/core';
import type { Column, Dataset, DatasetInfo, Split } from '../dataset.js';

/** The places of one sample in a batch. */
interface SamplePlaces {
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly extras: Readonly<Record<string, Int32Array | Float32Array>>;
}

/** A data set of tokens whose samples are made when they are read: `fill` is a pure function of split and id. */
export function tokenDataset(
  info: DatasetInfo,
  fill: (sample: { readonly split: Split; readonly id: number }, places: SamplePlaces) => void,
): Dataset {
  return {
    info,
    read: (split, ids) => {
      const count = ids.length;
      const x = column({ shape: info.inputShape, dtype: 'int32' }, count);
      const y = column({ shape: info.labelShape, dtype: 'int32' }, count);
      const extras = Object.entries(info.extras ?? {}).map(
        ([name, facts]) => [name, column(facts, count)] as const,
      );
      ids.forEach((id, row) => {
        if (id >= info.sizes[split])
          throw new TrainError(
            'internal',
            `sample ${id} of ${info.name}/${split} was asked for, which has ${info.sizes[split]} samples`,
          );
        const at = <T extends Int32Array | Float32Array>({ data }: Column): T =>
          data.subarray((row * data.length) / count, ((row + 1) * data.length) / count) as T;
        fill(
          { split, id },
          { x: at(x), y: at(y), extras: Object.fromEntries(extras.map(([name, each]) => [name, at(each)])) },
        );
      });
      return { count, ids: ids.slice(), x, y, ...(info.extras && { extras: Object.fromEntries(extras) }) };
    },
    close: () => undefined,
  };
}

function column({ shape, dtype }: Pick<Column, 'shape' | 'dtype'>, count: number): Column {
  const length = shape.reduce((product, dim) => product * dim, count);
  const data = dtype === 'int32' ? new Int32Array(length) : new Float32Array(length);
  return { shape: [count, ...shape], dtype, data };
}
