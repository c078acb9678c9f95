import { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { translation } from './augment/affine.js';
import { warp } from './augment/warp.js';
import type { Dataset, Split } from './dataset.js';
import { fitNormalizer, normalize } from './normalizer.js';
import { openDataset } from './open.js';
import { evaluationPipeline, trainingPipeline } from './pipeline.js';

const noFiles = () => ({ read: () => Promise.reject(new TrainError('internal', 'a generator read a file')) });
const open = (config: Record<string, unknown>) =>
  openDataset({ dataset: 'synthetic', config, augment: [] }, { source: noFiles, seed: 7 });
const ids = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);

const shapes = await open({ kind: 'shapes', size: 12, train: 96 });
const blobs = await open({ kind: 'blobs', features: 3, train: 2_500 });
const shifted = { normalize: 'standardize' as const, augment: [{ kind: 'shift' as const, pixels: 2 }] };
const plain = { normalize: 'standardize' as const, augment: [] };

/** Passes reads on and notes which splits were read. */
function watched(dataset: Dataset): { dataset: Dataset; splits: Set<Split> } {
  const splits = new Set<Split>();
  const read: Dataset['read'] = (split, wanted) => {
    splits.add(split);
    return dataset.read(split, wanted);
  };
  return { dataset: { ...dataset, read }, splits };
}

describe('fitNormalizer', () => {
  it('reads the training split only', () => {
    const { dataset, splits } = watched(blobs);
    fitNormalizer(dataset, 'standardize');
    expect([...splits]).toEqual(['train']);
  });

  it('brings each feature of vectors to mean 0 and deviation 1', () => {
    const fitted = fitNormalizer(blobs, 'standardize');
    const { data } = trainingPipeline(blobs, plain, { seed: 1, normalizer: fitted })(0, ids(0, 2_500)).x;
    for (const feature of [0, 1, 2]) {
      const values = [...data].filter((_, i) => i % 3 === feature);
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      expect(mean).toBeCloseTo(0, 5);
      expect(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length).toBeCloseTo(1, 5);
    }
  });

  it('takes one mean and deviation over all pixels of images', () => {
    const fitted = fitNormalizer(shapes, 'standardize');
    expect(fitted).toMatchObject({
      kind: 'standardize',
      mean: [expect.any(Number)],
      std: [expect.any(Number)],
    });
    expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted);
  });

  it('only shifts a feature that never changes', () => {
    const constant: Dataset = {
      ...blobs,
      info: { ...blobs.info, inputShape: [1], sizes: { train: 4, validation: 0, test: 0 } },
      read: (_split, wanted) => ({
        count: wanted.length,
        ids: wanted,
        x: { shape: [wanted.length, 1], dtype: 'float32', data: new Float32Array(wanted.length).fill(5) },
        y: { shape: [wanted.length], dtype: 'int32', data: new Int32Array(wanted.length) },
      }),
    };
    const data = Float32Array.of(5, 7);
    normalize(fitNormalizer(constant, 'standardize'), data);
    expect([...data]).toEqual([0, 2]);
  });

  it('leaves values alone for "none"', () => {
    const read = evaluationPipeline(blobs, { normalize: 'none', augment: [] })('test', ids(0, 5));
    expect(read).toEqual(blobs.read('test', ids(0, 5)));
  });
});

describe('augmentation', () => {
  const pipeline = trainingPipeline(shapes, shifted, { seed: 7 });

  it.each([1, 2, 3, 4, 8])('gives each sample the same values in batches of %i workers', (workers) => {
    const whole = pipeline(3, ids(0, 64)).x.data;
    const share = 64 / workers;
    const parts = Array.from({ length: workers }, (_, rank) => {
      const own = trainingPipeline(shapes, shifted, { seed: 7 });
      return [...own(3, ids(Math.floor(rank * share), Math.floor((rank + 1) * share))).x.data];
    });
    expect(Float32Array.from(parts.flat())).toEqual(whole);
  });

  it('differs by epoch and by seed, and repeats for equal ones', () => {
    const first = pipeline(0, ids(0, 16)).x.data;
    expect(pipeline(0, ids(0, 16)).x.data).toEqual(first);
    expect(pipeline(1, ids(0, 16)).x.data).not.toEqual(first);
    expect(trainingPipeline(shapes, shifted, { seed: 8 })(0, ids(0, 16)).x.data).not.toEqual(first);
  });

  it('moves by every distance up to its reach, and no label', () => {
    const raw = { ...shifted, normalize: 'none' as const };
    const dots: Dataset = {
      ...shapes,
      read: (_split, wanted) => {
        const data = new Float32Array(wanted.length * 144);
        wanted.forEach((_, n) => (data[n * 144 + 5 * 12 + 5] = 1));
        return {
          ...shapes.read('train', wanted),
          x: { shape: [wanted.length, 12, 12, 1], dtype: 'float32', data },
        };
      },
    };
    const { x, y } = trainingPipeline(dots, raw, { seed: 7 })(0, ids(0, 96));
    const places = new Set(Array.from({ length: 96 }, (_, n) => x.data.indexOf(1, n * 144) - n * 144));
    for (const place of places) {
      expect(Math.abs(Math.floor(place / 12) - 5)).toBeLessThanOrEqual(2);
      expect(Math.abs((place % 12) - 5)).toBeLessThanOrEqual(2);
    }
    expect(places.size).toBeGreaterThan(15);
    expect(y).toEqual(shapes.read('train', ids(0, 96)).y);
  });

  it('touches the training split alone', () => {
    const seen = evaluationPipeline(shapes, shifted)('validation', ids(0, 8));
    expect(seen).toEqual(evaluationPipeline(shapes, plain)('validation', ids(0, 8)));
  });
});

const shift = (image: Float32Array, shape: readonly number[], by: { down: number; right: number }) => {
  const [rows = 0, columns = 0, channels = 0] = shape;
  warp(
    image,
    { rows, columns, channels },
    {
      ...{ does: 'warp', from: translation(by.down, by.right), border: 'zero' },
    },
  );
};

it.each([
  [{ down: 1, right: 0 }, [0, 0, 0, 1, 2, 3, 4, 5, 6]],
  [{ down: -1, right: 0 }, [4, 5, 6, 7, 8, 9, 0, 0, 0]],
  [{ down: 0, right: 1 }, [0, 1, 2, 0, 4, 5, 0, 7, 8]],
  [{ down: -1, right: -2 }, [6, 0, 0, 9, 0, 0, 0, 0, 0]],
  [{ down: 3, right: 0 }, [0, 0, 0, 0, 0, 0, 0, 0, 0]],
  [{ down: 0, right: -4 }, [0, 0, 0, 0, 0, 0, 0, 0, 0]],
  [{ down: 0, right: 0 }, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
])('shifts an image by %j', (by, expected) => {
  const image = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
  shift(image, [3, 3, 1], by);
  expect([...image]).toEqual(expected);
});

it('shifts whole pixels of several channels', () => {
  const image = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  shift(image, [2, 2, 2], { down: 0, right: 1 });
  expect([...image]).toEqual([0, 0, 1, 2, 0, 0, 5, 6]);
});
