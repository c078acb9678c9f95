import { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import type { Split } from '../dataset.js';
import { boxIou, labelledBoxes } from '../boxes/box-labels.js';
import { openDataset } from '../open.js';

const noFiles = () => ({ read: () => Promise.reject(new TrainError('internal', 'a generator read a file')) });
const open = (config: Record<string, unknown>, seed = 7) =>
  openDataset({ dataset: 'synthetic', config, augment: [] }, { source: noFiles, seed });
const ids = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);
const row = async (config: Record<string, unknown>, split: Split, id: number, seed?: number) => [
  ...(await open(config, seed)).read(split, Uint32Array.of(id)).x.data,
];

const KINDS = [
  'blobs',
  'rings',
  'linear',
  'shapes',
  'adding',
  'copy',
  'languagePair',
  'grammar',
  'seasonal',
  'machine',
];

describe.each(KINDS)('%s', (kind) => {
  it('gives the same sample whatever the sizes of the splits', async () => {
    expect(await row({ kind, train: 10 }, 'test', 3)).toEqual(
      await row({ kind, train: 50, test: 4 }, 'test', 3),
    );
  });

  it('gives other samples for another seed, split and id', async () => {
    const base = await row({ kind }, 'train', 3);
    expect(await row({ kind }, 'train', 3, 8)).not.toEqual(base);
    expect(await row({ kind }, 'test', 3)).not.toEqual(base);
    expect(await row({ kind }, 'train', 4)).not.toEqual(base);
  });

  it("lets the config's seed win over the job's", async () => {
    expect(await row({ kind, seed: 1 }, 'train', 0, 2)).toEqual(await row({ kind }, 'train', 0, 1));
  });

  it('has a hash of its content', async () => {
    const hash = async (config: Record<string, unknown>, seed?: number) =>
      (await open({ kind, ...config }, seed)).info.hash;
    expect(await hash({})).toBe(await hash({ train: 1_000 }));
    expect(await hash({ train: 11 })).not.toBe(await hash({}));
    expect(await hash({}, 8)).not.toBe(await hash({}));
    expect(await hash({ seed: 7 }, 8)).toBe(await hash({}));
  });
});

it('labels every class of blobs about equally, around centres that lie apart', async () => {
  const { y } = (await open({ kind: 'blobs', classes: 4, train: 4_000 })).read('train', ids(4_000));
  const counts = [0, 1, 2, 3].map((label) => y.data.filter((v) => v === label).length);
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});

it('puts rings at the radius of their class', async () => {
  const { x, y } = (await open({ kind: 'rings', classes: 3, noise: 0.01 })).read('train', ids(500));
  y.data.forEach((label, i) => {
    const radius = Math.hypot(x.data[2 * i] as number, x.data[2 * i + 1] as number);
    expect(Math.abs(radius - (label + 1))).toBeLessThan(0.06);
  });
});

it('makes linear targets that a linear map explains up to the noise', async () => {
  const { x, y } = (await open({ kind: 'linear', features: 1, noise: 0 })).read('train', ids(3));
  const [x0, x1, x2] = x.data as Float32Array as unknown as [number, number, number];
  const [y0, y1, y2] = y.data as Float32Array as unknown as [number, number, number];
  expect((y2 - y0) / (x2 - x0)).toBeCloseTo((y1 - y0) / (x1 - x0), 4);
  expect(y.shape).toEqual([3, 1]);
});

it('draws shapes of ink on paper', async () => {
  const { x, y } = (await open({ kind: 'shapes', size: 16, noise: 0.1 })).read('train', ids(60));
  expect(x.shape).toEqual([60, 16, 16, 1]);
  expect(new Set(y.data)).toEqual(new Set([0, 1, 2]));
  expect(x.data.every((v) => (v >= 0 && v <= 0.1001) || (v >= 0.8999 && v <= 1))).toBe(true);
});

it.each([
  ['scenes', { kind: 'scenes', size: 16 }],
  ['scenes with boxes', { kind: 'scenes', labels: 'boxes', size: 16 }],
  ['scans', { kind: 'scans', size: 16 }],
])(
  'makes the same %s whatever the sizes of the splits, and others for another seed, split and id',
  async (_kind, config) => {
    const few = { ...config, train: 3, validation: 1, test: 2 };
    const base = await row(few, 'train', 1);
    expect(await row({ ...few, train: 5 }, 'train', 1)).toEqual(base);
    expect(await row(few, 'train', 1, 8)).not.toEqual(base);
    expect(await row(few, 'test', 1)).not.toEqual(base);
    expect(await row(few, 'train', 2)).not.toEqual(base);
  },
);

it('draws scenes whose labels are where the shapes are', async () => {
  const scenes = await open({ kind: 'scenes', size: 24, noise: 0, train: 40, validation: 1, test: 1 });
  expect(scenes.info).toMatchObject({ inputShape: [24, 24, 3], labelShape: [24, 24], classes: 4 });
  const { x, y } = scenes.read('train', ids(40));
  expect(y.shape).toEqual([40, 24, 24]);
  expect(new Set(y.data)).toEqual(new Set([0, 1, 2, 3]));
  for (let image = 0; image < 40; image++) {
    // Paper is darker than every ink, and of one colour.
    const paper = new Set<number>();
    for (let pixel = image * 576; pixel < (image + 1) * 576; pixel++) {
      const red = x.data[3 * pixel] as number;
      if (y.data[pixel] === 0) paper.add(red);
      else expect(red).toBeGreaterThanOrEqual(0.5);
    }
    expect(paper.size).toBe(1);
  }
});

it('draws scenes whose boxes hold the shapes: ink in every row and column of a box, paper around', async () => {
  const size = 32;
  const scenes = await open({ kind: 'scenes', labels: 'boxes', size, noise: 0, train: 60 });
  expect(scenes.info).toMatchObject({ labelShape: [3, 6], labelDtype: 'float32', classes: 3 });
  expect(scenes.info.classNames).toEqual(['circle', 'square', 'cross']);
  const { x, y } = scenes.read('train', ids(60));
  const labels = new Set<number>();
  for (let image = 0; image < 60; image++) {
    const boxes = labelledBoxes(y.data.subarray(image * 18, (image + 1) * 18));
    expect(boxes.length).toBeGreaterThan(0);
    const isInk = (column: number, row: number) =>
      (x.data[3 * ((image * size + row) * size + column)] as number) >= 0.5;
    const covered = new Set<number>();
    for (const { box, label, isCrowd } of boxes) {
      labels.add(label);
      expect(isCrowd).toBe(false);
      const [x1, y1, x2, y2] = box.map((edge) => edge * size) as [number, number, number, number];
      const [columns, rows] = [new Set<number>(), new Set<number>()];
      for (let row = y1; row < y2; row++)
        for (let column = x1; column < x2; column++) {
          covered.add(row * size + column);
          if (!isInk(column, row)) continue;
          columns.add(column);
          rows.add(row);
        }
      expect([columns.size, rows.size]).toEqual([x2 - x1, y2 - y1]);
    }
    for (let pixel = 0; pixel < size * size; pixel++)
      if (!covered.has(pixel)) expect(isInk(pixel % size, Math.floor(pixel / size))).toBe(false);
    for (const [i, one] of boxes.entries())
      for (const other of boxes.slice(i + 1)) expect(boxIou(one.box, other.box)).toBeLessThanOrEqual(0.05);
  }
  expect(labels).toEqual(new Set([0, 1, 2]));
});

it.each([
  [2, [16, 16, 1], [16, 16]],
  [3, [16, 16, 16, 1], [16, 16, 16]],
])(
  'makes scans of %i dimensions with bright nodules inside the body',
  async (dimensions, inputShape, labelShape) => {
    const scans = await open({
      kind: 'scans',
      size: 16,
      dimensions,
      noise: 0,
      train: 20,
      validation: 1,
      test: 1,
    });
    expect(scans.info).toMatchObject({
      inputShape,
      labelShape,
      classes: 2,
      classNames: ['tissue', 'nodule'],
    });
    const { x, y } = scans.read('train', ids(20));
    expect(new Set(y.data)).toEqual(new Set([0, 1]));
    y.data.forEach((label, at) => {
      if (label === 1) expect(x.data[at]).toBeGreaterThanOrEqual(0.59);
      else expect(x.data[at]).toBeLessThan(0.45);
    });
  },
);

it('labels whole scans by whether they have a nodule, and keeps their pixels', async () => {
  const config = { kind: 'scans', size: 16, nodules: 1, train: 30, validation: 1, test: 1 };
  const masks = (await open(config)).read('train', ids(30));
  const presence = await open({ ...config, labels: 'presence' });
  const { x, y } = presence.read('train', ids(30));
  expect(presence.info.labelShape).toEqual([]);
  expect(x.data).toEqual(masks.x.data);
  const wanted = Array.from(y.data, (_, scan) =>
    Number(masks.y.data.slice(scan * 256, scan * 256 + 256).includes(1)),
  );
  expect([...y.data]).toEqual(wanted);
  expect(new Set(wanted)).toEqual(new Set([0, 1]));
});
