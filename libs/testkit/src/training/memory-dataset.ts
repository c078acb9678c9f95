import { rng } from '@ringmaster/core';
import type { Dataset, Split } from '@ringmaster/data';

export interface MemoryDatasetOptions {
  readonly sizes: Readonly<Record<Split, number>>;
  readonly inputs: number;
  readonly classes: number;
  readonly seed?: number;
  /** Training samples whose first value is NaN. */
  readonly poisoned?: readonly number[];
}

/** Gaussian blobs, one a class, in memory: small, separable, the same for equal options. */
export function memoryDataset(o: MemoryDatasetOptions): Dataset {
  const { sizes, inputs, classes, seed = 1, poisoned = [] } = o;
  const splits: readonly Split[] = ['train', 'validation', 'test'];
  const valueOf = (split: Split, id: number, i: number): number => {
    if (split === 'train' && i === 0 && poisoned.includes(id)) return NaN;
    const centre = rng(seed, 1, id % classes, i).normal();
    return 2 * centre + rng(seed, 2, splits.indexOf(split), id, i).normal();
  };
  return {
    info: {
      name: 'blobs',
      hash: `blobs-${JSON.stringify({ sizes, inputs, classes, seed })}`,
      sizes,
      inputShape: [inputs],
      labelShape: [],
      labelDtype: 'int32',
      classes,
    },
    read: (split, ids) => ({
      count: ids.length,
      ids: ids.slice(),
      x: {
        shape: [ids.length, inputs],
        dtype: 'float32',
        data: Float32Array.from({ length: ids.length * inputs }, (_, at) =>
          valueOf(split, ids[Math.floor(at / inputs)] ?? 0, at % inputs),
        ),
      },
      y: { shape: [ids.length], dtype: 'int32', data: Int32Array.from(ids, (id) => id % classes) },
    }),
    close: () => undefined,
  };
}
