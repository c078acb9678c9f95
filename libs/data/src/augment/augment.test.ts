import { AugmentSpec } from '@ringmaster/contracts';
import { rng, TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../dataset.js';
import { memoryDataset } from '../memory-dataset.js';
import { openDataset } from '../open.js';
import { trainingPipeline } from '../pipeline.js';
import { aroundMiddle, magnify, turn, zoomInto } from './affine.js';
import type { DrawContext, Operation, Plane } from './augmentation.js';
import { symmetricBeta } from './beta.js';
import { lumaAt } from './colour.js';
import { turnHue } from './kinds/hue.js';
import { augmentationOf, planOf } from './plan.js';
import { AUGMENTATIONS } from './registry.js';
import { augmentProblems } from './requirements.js';
import { autoContrast, equalize, posterize, sharpen, solarize } from './tones.js';
import { warp } from './warp.js';

const square: Plane = { rows: 6, columns: 6, channels: 3 };
const picture = (plane: Plane, seed = 1): Float32Array => {
  const random = rng(seed);
  return Float32Array.from({ length: plane.rows * plane.columns * plane.channels }, () => random.uniform());
};
const warped = (x: Float32Array, plane: Plane, from: Parameters<typeof warp>[2]['from']) => {
  const out = x.slice();
  warp(out, plane, { does: 'warp', from, border: 'zero' });
  return out;
};
const pixel = (x: Float32Array, { columns, channels }: Plane, row: number, column: number) => [
  ...x.subarray((row * columns + column) * channels, (row * columns + column + 1) * channels),
];

describe('geometry', () => {
  const mirror = aroundMiddle(square, { rr: 1, rc: 0, cr: 0, cc: -1 });

  it('gives the picture back when it is flipped twice, bit for bit', () => {
    const x = picture(square);
    const once = warped(x, square, mirror);
    expect(pixel(once, square, 2, 0)).toEqual(pixel(x, square, 2, 5));
    expect(once).not.toEqual(x);
    expect(warped(once, square, mirror)).toEqual(x);
  });

  it.each([6, 7])('turns by 90 degrees as a permutation of indices, side %i', (side) => {
    const plane = { rows: side, columns: side, channels: 3 };
    const x = picture(plane);
    const turned = warped(x, plane, turn(plane, 90));
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++)
        expect(pixel(turned, plane, row, column)).toEqual(pixel(x, plane, column, side - 1 - row));
    let again = x;
    for (let i = 0; i < 4; i++) again = warped(again, plane, turn(plane, 90));
    expect(again).toEqual(x);
    expect(warped(x, plane, turn(plane, 180))).toEqual(
      warped(warped(x, plane, aroundMiddle(plane, { rr: -1, rc: 0, cr: 0, cc: 1 })), plane, {
        ...aroundMiddle(plane, { rr: 1, rc: 0, cr: 0, cc: -1 }),
      }),
    );
  });

  it('leaves a picture alone that is turned by 0, magnified by 1 or cut out whole', () => {
    const x = picture(square);
    for (const from of [
      turn(square, 0),
      magnify(square, 1),
      zoomInto(square, { top: 0, left: 0, height: 6, width: 6 }),
    ])
      expect(warped(x, square, from)).toEqual(x);
  });

  it('interpolates a slope exactly, whatever the angle', () => {
    const plane = { rows: 21, columns: 21, channels: 1 };
    const x = Float32Array.from({ length: 441 }, (_, at) => (at % 21) - 10);
    const turned = warped(x, plane, turn(plane, 30));
    for (const [row, column] of [
      [10, 10],
      [8, 12],
      [13, 5],
    ] as const) {
      const expected = Math.cos(Math.PI / 6) * (column - 10) - Math.sin(Math.PI / 6) * (row - 10);
      expect(turned[row * 21 + column]).toBeCloseTo(expected, 5);
    }
  });

  it.each([
    ['zero', [0, 0, 1, 2]],
    ['edge', [1, 1, 1, 2]],
    ['reflect', [3, 2, 1, 2]],
  ] as const)('fills from outside with border %s', (border, expected) => {
    const x = Float32Array.of(1, 2, 3, 4);
    const from = { ...{ rr: 1, rc: 0, r: 0 }, ...{ cr: 0, cc: 1, c: -2 } };
    warp(x, { rows: 1, columns: 4, channels: 1 }, { does: 'warp', from, border });
    expect([...x]).toEqual(expected);
  });
});

describe('colour', () => {
  const rgb = picture({ rows: 50, columns: 50, channels: 3 }, 3);
  const lumas = (x: Float32Array) => Array.from({ length: x.length / 3 }, (_, i) => lumaAt(x, 3 * i, 3));
  const paint = (kind: 'brightness' | 'contrast' | 'saturation' | 'grayscale') => {
    const x = rgb.slice();
    const spec = AugmentSpec.parse(kind === 'grayscale' ? { kind } : { kind, factor: 0.5 });
    const context: DrawContext = { rows: 50, columns: 50, channels: 3, samples: 1 };
    const [operation] = augmentationOf(spec).draw(spec, rng(9), context) as [Operation];
    if (operation.does === 'paint') operation.paint(x, context);
    return x;
  };

  it('keeps luma when the hue turns, and comes back after a full turn', () => {
    const turned = rgb.slice();
    turnHue(turned, 1.1);
    expect(turned).not.toEqual(rgb);
    const [before, after] = [lumas(rgb), lumas(turned)];
    for (const [i, value] of before.entries())
      expect(Math.abs((after[i] as number) - value)).toBeLessThan(1e-6);
    turnHue(turned, 2 * Math.PI - 1.1);
    for (const [i, value] of rgb.entries())
      expect(Math.abs((turned[i] as number) - value)).toBeLessThan(1e-6);
  });

  it('keeps luma when colours fade, and makes equal channels of none', () => {
    const [before, faded] = [lumas(rgb), lumas(paint('saturation'))];
    for (const [i, value] of before.entries())
      expect(Math.abs((faded[i] as number) - value)).toBeLessThan(1e-6);
    const grey = paint('grayscale');
    for (let at = 0; at < grey.length; at += 3) {
      expect(grey[at]).toBe(grey[at + 1]);
      expect(grey[at]).toBe(grey[at + 2]);
    }
  });

  it('keeps the mean luma when contrast changes, and all ratios when brightness does', () => {
    const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    expect(mean(lumas(paint('contrast')))).toBeCloseTo(mean(lumas(rgb)), 6);
    const bright = paint('brightness');
    const ratio = (bright[0] as number) / (rgb[0] as number);
    expect(ratio).not.toBe(1);
    for (const [i, value] of rgb.entries()) expect(bright[i]).toBeCloseTo(value * ratio, 6);
  });
});

describe('tones of randAugment', () => {
  const grey: Plane = { rows: 1, columns: 5, channels: 1 };
  it.each<[string, (x: Float32Array) => void, readonly number[]]>([
    ['solarize', (x) => solarize(x, 0.5), [0, 0.25, 0.5, 0.25, 0]],
    ['posterize to 1 bit', (x) => posterize(x, 1), [0, 0, 128 / 255, 128 / 255, 128 / 255]],
    ['auto contrast', (x) => autoContrast(x, grey), [0, 0.25, 0.5, 0.75, 1]],
    ['equalize', (x) => equalize(x, grey), [0, 0.25, 0.5, 0.75, 1]],
  ])('%s', (_name, change, expected) => {
    const x = Float32Array.of(0, 0.25, 0.5, 0.75, 1);
    change(x);
    expect([...x]).toEqual([...Float32Array.from(expected)]);
  });

  it('sharpens an edge and leaves what is flat', () => {
    const plane: Plane = { rows: 3, columns: 5, channels: 1 };
    const x = Float32Array.of(0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1);
    sharpen(x, plane, 2);
    expect(x[6]).toBe(0);
    expect(x[7]).toBeCloseTo(-3 / 13, 6);
    expect(x[8]).toBeCloseTo(1 + 3 / 13, 6);
  });
});

it.each([0.2, 1, 4])('draws Beta(%f, %f) with its mean and variance', (alpha) => {
  const random = rng(5, 1);
  const draws = Array.from({ length: 20_000 }, () => symmetricBeta(random, alpha));
  const mean = draws.reduce((sum, v) => sum + v, 0) / draws.length;
  const variance = draws.reduce((sum, v) => sum + (v - mean) ** 2, 0) / draws.length;
  expect(mean).toBeCloseTo(0.5, 1);
  expect(variance / (1 / (4 * (2 * alpha + 1)))).toBeCloseTo(1, 1);
  expect(draws.every((v) => v >= 0 && v <= 1)).toBe(true);
});

const SAMPLES = 24;
const random = rng(11);
const coloured: Dataset = memoryDataset(
  {
    ...{ name: 'coloured', hash: 'h', sizes: { train: SAMPLES, validation: 0, test: 0 } },
    ...{ inputShape: [8, 8, 3], labelShape: [], labelDtype: 'int32', classes: 3 },
  },
  {
    x: Uint8Array.from({ length: SAMPLES * 192 }, () => random.below(256)),
    y: Int32Array.from({ length: SAMPLES }, (_, i) => i % 3),
  },
);
const SPECS: { readonly [Kind in AugmentSpec['kind']]: Record<string, unknown> } = {
  ...{
    shift: { pixels: 2 },
    translate: { fraction: 0.2 },
    flip: {},
    quarterTurns: {},
    rotate: { degrees: 30 },
  },
  ...{
    scale: { factor: [0.7, 1.4] },
    shear: { degrees: 20 },
    crop: { padding: 2 },
    centreCrop: { fraction: 0.5 },
  },
  ...{ resizedCrop: {}, brightness: { factor: 0.3 }, contrast: { factor: 0.3 }, saturation: { factor: 0.3 } },
  ...{ hue: { degrees: 40 }, grayscale: { probability: 0.5 }, noise: { std: 0.1 }, cutout: { pixels: 3 } },
  ...{ mixup: {}, cutmix: {}, randAugment: {} },
};
const specOf = (kind: keyof typeof SPECS) => AugmentSpec.parse({ kind, ...SPECS[kind] });
const batchOf = (augment: readonly AugmentSpec[], ids: readonly number[], { seed = 7, epoch = 2 } = {}) =>
  trainingPipeline(
    coloured,
    { normalize: 'none', augment: [...augment] },
    { seed, labels: 'oneHot' },
  )(epoch, Uint32Array.from(ids));
const all = Array.from({ length: SAMPLES }, (_, id) => id);

describe.each(Object.keys(AUGMENTATIONS) as (keyof typeof SPECS)[])('%s', (kind) => {
  const whole = batchOf([specOf(kind)], all);

  it('gives a sample the same bits for 1 and 4 workers, in any batch and order', () => {
    for (const rank of [0, 1, 2, 3]) {
      const ids = all.filter((id) => id % 4 === rank).reverse();
      const part = batchOf([specOf(kind)], ids);
      ids.forEach((id, row) => {
        expect(part.x.data.slice(row * 192, (row + 1) * 192)).toEqual(
          whole.x.data.slice(id * 192, (id + 1) * 192),
        );
        expect(part.y.data.slice(row * 3, (row + 1) * 3)).toEqual(whole.y.data.slice(id * 3, (id + 1) * 3));
      });
    }
  });

  it('does something, finite, and other things in other epochs unless it draws nothing', () => {
    const plain = batchOf([], all);
    expect(whole.x.data).not.toEqual(plain.x.data);
    expect(whole.x.data.every(Number.isFinite)).toBe(true);
    if (kind !== 'centreCrop')
      expect(batchOf([specOf(kind)], all, { epoch: 3 }).x.data).not.toEqual(whole.x.data);
  });

  it('keeps the label a distribution', () => {
    for (const id of all) {
      const row = [...whole.y.data.slice(id * 3, (id + 1) * 3)];
      expect(row.reduce((sum, v) => sum + v, 0)).toBeCloseTo(1, 6);
      if (kind !== 'mixup' && kind !== 'cutmix') expect(row[id % 3]).toBe(1);
    }
  });

  it('draws how it is done apart from whether', () => {
    const spec = specOf(kind);
    const key = { seed: 7, epoch: 2, id: 5, context: { rows: 8, columns: 8, channels: 3, samples: 24 } };
    const drawn = (probability: number) => planOf({ ...spec, probability } as AugmentSpec, 0, key);
    const [often, rarely] = [drawn(1), drawn(1e-9)];
    expect(rarely).toEqual([]);
    expect(JSON.stringify(often)).toBe(JSON.stringify(drawn(1 - 1e-9)));
  });
});

describe('mixing', () => {
  it('blends sample and label alike, the partner augmented in its own way', () => {
    const noise = specOf('noise');
    const alone = batchOf([noise], all).x.data;
    const { x, y } = batchOf([noise, specOf('mixup')], all);
    for (const id of all) {
      const key = { seed: 7, epoch: 2, id, context: { rows: 8, columns: 8, channels: 3, samples: SAMPLES } };
      const [mix] = planOf(specOf('mixup'), 1, key);
      if (mix?.does !== 'mix') throw new TrainError('internal', 'mixup mixes');
      const own = mix.mix(new Float32Array(), new Float32Array(), square);
      const label = [0, 1, 2].map(
        (c) => own * Number(id % 3 === c) + (1 - own) * Number(mix.partner % 3 === c),
      );
      label.forEach((share, c) => expect(y.data[id * 3 + c]).toBeCloseTo(share, 6));
      for (let at = 0; at < 192; at += 17) {
        const expected =
          own * (alone[id * 192 + at] as number) + (1 - own) * (alone[mix.partner * 192 + at] as number);
        expect(x.data[id * 192 + at]).toBeCloseTo(expected, 5);
      }
    }
  });

  it('gives the label by the area that was pasted', () => {
    const ones = new Float32Array(192).fill(1);
    for (let id = 0; id < 20; id++) {
      const key = { seed: 7, epoch: 2, id, context: { rows: 8, columns: 8, channels: 3, samples: SAMPLES } };
      const [mix] = planOf(specOf('cutmix'), 0, key);
      if (mix?.does !== 'mix') throw new TrainError('internal', 'cutmix mixes');
      const x = new Float32Array(192);
      const own = mix.mix(x, ones, { rows: 8, columns: 8, channels: 3 });
      expect(own).toBeCloseTo(1 - x.reduce((sum, v) => sum + v, 0) / 192, 6);
    }
  });

  it('refuses labels that are class numbers', () => {
    const augment = [specOf('mixup')];
    expect(() => trainingPipeline(coloured, { normalize: 'none', augment }, { seed: 1 })).toThrow(
      'data.augment.0: "mixup" blends labels, and class numbers cannot be blended: say loss: categoricalCrossentropy',
    );
  });
});

it.each<[keyof typeof SPECS, readonly number[], string]>([
  ['rotate', [4], 'moves or repaints pixels of images, but t gives samples of shape [4]'],
  ['hue', [4, 4, 1], '"hue" takes images of three channels only'],
  ['quarterTurns', [4, 5, 1], '"quarterTurns" takes square images only'],
])('refuses %s for samples of shape %j', (kind, inputShape, message) => {
  const [problem, ...others] = augmentProblems([specOf('noise'), specOf(kind)], { name: 't', inputShape });
  expect(others).toEqual([]);
  expect(problem?.path).toBe('data.augment.1');
  expect(problem?.message).toContain(message);
});

it('cuts squares out, as many as are asked for', () => {
  const plane = { rows: 40, columns: 40, channels: 1, samples: 1 };
  const spec = AugmentSpec.parse({ kind: 'cutout', pixels: 4, count: 2 });
  const x = new Float32Array(1_600).fill(1);
  for (const operation of augmentationOf(spec).draw(spec, rng(4), plane))
    if (operation.does === 'paint') operation.paint(x, plane);
  const blank = x.filter((v) => v === 0).length;
  expect(blank).toBeGreaterThan(8);
  expect(blank).toBeLessThanOrEqual(32);
});

describe('masks, a class for each pixel', () => {
  const noFiles = () => ({
    read: () => Promise.reject(new TrainError('internal', 'a generator read a file')),
  });
  const scenes = (augment: AugmentSpec[]) =>
    openDataset(
      { dataset: 'synthetic', config: { kind: 'scenes', size: 16, noise: 0, train: 12 }, augment },
      { source: noFiles, seed: 3 },
    );
  const ids = Uint32Array.from({ length: 12 }, (_, id) => id);

  it('move with their pixels', async () => {
    const augment = [specOf('flip'), specOf('quarterTurns'), specOf('shift')];
    const dataset = await scenes(augment);
    const { x, y } = trainingPipeline(dataset, { normalize: 'none', augment }, { seed: 5 })(1, ids);
    expect(y.data).not.toEqual(dataset.read('train', ids).y.data);
    // What is no shape is paper, or black where the picture has moved away: both darker than ink.
    y.data.forEach((label, pixel) => expect(label > 0).toBe((x.data[3 * pixel] as number) >= 0.5));
  });

  it('are not blended', async () => {
    await expect(scenes([specOf('mixup')])).rejects.toThrow(
      'data.augment.0: "mixup" blends labels, and classes of pixels or tokens cannot be blended',
    );
  });
});

it('refuses to move pixels where nothing moves the labels with them', () => {
  const boxes = { name: 't', inputShape: [8, 8, 3], labelShape: [4, 5] };
  const [problem] = augmentProblems([specOf('noise'), specOf('rotate')], boxes);
  expect(problem).toMatchObject({ path: 'data.augment.1' });
  expect(problem?.message).toContain('"rotate" moves pixels, and nothing moves the labels with them');
  expect(augmentProblems([specOf('hue')], boxes)).toEqual([]);
  const tokens = { name: 't', inputShape: [8], inputDtype: 'int32' as const };
  expect(augmentProblems([specOf('noise')], tokens)[0]?.message).toContain('numbers that are names (tokens)');
});
