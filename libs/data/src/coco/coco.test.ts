import { encode as encodePng } from 'fast-png';
import { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { labelledBoxes } from '../boxes/box-labels.js';
import type { ByteSource } from '../byte-source.js';
import { openDataset } from '../open.js';

const png = (value: number, width = 8, height = 4) =>
  Uint8Array.from(
    encodePng({ width, height, data: new Uint8Array(width * height * 3).fill(value), channels: 3 }),
  );
const text = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

const IMAGES = { 'train/a.png': png(0), 'train/b.png': png(255), 'train/c.png': png(51, 4, 4) };
/** As COCO writes them: ids with gaps, outlines, licences. */
const INSTANCES = {
  info: { year: 2017 },
  licenses: [],
  images: [
    { id: 7, file_name: 'a.png', width: 8, height: 4, license: 3 },
    { id: 9, file_name: 'b.png', width: 8, height: 4 },
  ],
  categories: [
    { id: 18, name: 'dog', supercategory: 'animal' },
    { id: 3, name: 'car' },
  ],
  annotations: [
    {
      id: 1,
      image_id: 9,
      category_id: 18,
      bbox: [2, 1, 4, 2],
      area: 8,
      segmentation: [[2, 1, 6, 1, 6, 3]],
      iscrowd: 0,
    },
    { id: 2, image_id: 9, category_id: 3, bbox: [6, 0, 4, 4.5], iscrowd: 1 },
    { id: 3, image_id: 7, category_id: 3, bbox: [1, 1, 3, 0], iscrowd: 0 },
  ],
};
type Instances = typeof INSTANCES;

const open = (instances: unknown, config: object = {}, more: Readonly<Record<string, Uint8Array>> = {}) => {
  const files: Readonly<Record<string, Uint8Array>> = {
    'instances.json': text(instances),
    ...IMAGES,
    ...more,
  };
  const source: ByteSource = {
    list: () => Promise.resolve(Object.keys(files).sort()),
    read: (name) => {
      const bytes = files[name];
      return bytes ? Promise.resolve(bytes) : Promise.reject(new TrainError('not_found', name));
    },
  };
  const file = { annotations: 'instances.json', images: 'train' };
  return openDataset(
    {
      dataset: 'coco',
      source: 'street',
      config: 'files' in config ? config : { file, ...config },
      augment: [],
    },
    { source: () => source, seed: 1 },
  );
};
const changed = (change: (instances: Instances) => object) => ({
  ...INSTANCES,
  ...change(structuredClone(INSTANCES)),
});

describe('a data set as COCO annotates it', () => {
  it('gives images, and boxes relative to them with classes by the order of their ids', async () => {
    const dataset = await open(INSTANCES);
    expect(dataset.info).toMatchObject({
      sizes: { train: 2, validation: 0, test: 0 },
      inputShape: [4, 8, 3],
      labelShape: [2, 6],
      labelDtype: 'float32',
      classes: 2,
      classNames: ['car', 'dog'],
    });
    const { x, y } = dataset.read('train', Uint32Array.of(0, 1));
    expect([x.data[0], x.data[96]]).toEqual([0, 1]);
    // The first image's only box has no area.
    expect(labelledBoxes(y.data.subarray(0, 12))).toEqual([]);
    expect(labelledBoxes(y.data.subarray(12))).toEqual([
      { box: [0.25, 0.25, 0.75, 0.75], label: 1, isCrowd: false },
      { box: [0.75, 0, 1, 1], label: 0, isCrowd: true },
    ]);
  });

  it('takes files for each split, a size, and a number of boxes', async () => {
    const part = { annotations: 'instances.json', images: 'train' };
    const other = changed(() => ({
      images: [{ id: 1, file_name: 'c.png', width: 4, height: 4 }],
      annotations: [{ id: 1, image_id: 1, category_id: 3, bbox: [0, 0, 2, 4] }],
    }));
    const files = { train: part, validation: { ...part, annotations: 'other.json' } };
    const config = { files, size: { height: 6, width: 6 }, fit: 'stretch', maxBoxes: 3 };
    const dataset = await open(INSTANCES, config, { 'other.json': text(other) });
    expect(dataset.info).toMatchObject({ inputShape: [6, 6, 3], labelShape: [3, 6] });
    expect(labelledBoxes(dataset.read('validation', Uint32Array.of(0)).y.data)).toEqual([
      { box: [0, 0, 0.5, 1], label: 0, isCrowd: false },
    ]);
    const renamed = changed(() => ({
      categories: [
        { id: 18, name: 'dog' },
        { id: 3, name: 'bus' },
      ],
    }));
    await expect(open(INSTANCES, config, { 'other.json': text(renamed) })).rejects.toThrow(
      'other.json: holds labels that are boxes of bus, dog, but instances.json holds boxes of car, dog',
    );
  });

  it.each<readonly [what: string, instances: unknown, message: string]>([
    ['no JSON', '{"images": [}', 'instances.json:1: character 12: not JSON from here on: "}"'],
    ['another document', [], 'instances.json: the whole file: '],
    ['no images', changed(() => ({ images: [] })), 'instances.json: images: '],
    [
      'a box of three numbers',
      changed(({ annotations }) => ({ annotations: [{ ...annotations[0], bbox: [1, 2, 3] }] })),
      'instances.json: annotations[0].bbox',
    ],
    [
      'a negative width',
      changed(({ annotations }) => ({ annotations: [{ ...annotations[0], bbox: [1, 2, -3, 1] }] })),
      'instances.json: annotations[0].bbox[2]',
    ],
    [
      'a box outside',
      changed(({ annotations }) => ({ annotations: [{ ...annotations[0], bbox: [9, 0, 2, 2] }] })),
      'instances.json: annotations[0].bbox: [9, 0, 2, 2] lies outside of its image of 8×4 pixels',
    ],
    [
      'an unknown image',
      changed(({ annotations }) => ({ annotations: [{ ...annotations[0], image_id: 8 }] })),
      'instances.json: annotations[0].image_id: there is no image 8',
    ],
    [
      'an unknown category',
      changed(({ annotations }) => ({ annotations: [{ ...annotations[0], category_id: 1 }] })),
      'instances.json: annotations[0].category_id: there is no category 1',
    ],
    [
      'an id twice',
      changed(({ images }) => ({ images: [images[0], { ...images[1], id: 7 }] })),
      'instances.json: images: the id 7 occurs twice',
    ],
    [
      'a file twice',
      changed(({ images }) => ({ images: [images[0], { ...images[1], file_name: 'a.png' }] })),
      'instances.json: images[1].file_name: an image before it has the same file',
    ],
    [
      'an image that is not there',
      changed(({ images }) => ({ images: [images[0], { ...images[1], file_name: '../instances.json' }] })),
      'instances.json: images[1].file_name: "train/../instances.json" is not one of the images',
    ],
    [
      'another size',
      changed(({ images }) => ({ images: [images[0], { ...images[1], width: 9 }] })),
      'instances.json: images[1]: says 9×4 pixels, but train/b.png has 8×4',
    ],
  ])('refuses %s, naming the field', async (_what, instances, message) => {
    await expect(open(instances)).rejects.toMatchObject({ code: 'data_corrupt' });
    await expect(open(instances)).rejects.toThrow(message);
  });

  it('refuses more boxes than there are rows, crops, and a split by classes', async () => {
    await expect(open(INSTANCES, { maxBoxes: 1 })).rejects.toThrow(
      'instances.json: images[1]: has 2 boxes, more than the 1 of data.config.maxBoxes',
    );
    const size = { height: 4, width: 4 };
    await expect(open(INSTANCES, { fit: 'crop', size })).rejects.toThrow(
      'data.config.fit: crop would cut boxes',
    );
    await expect(open(INSTANCES, { split: { kind: 'stratified', test: 0.5 } })).rejects.toThrow(
      'these are boxes',
    );
  });
});
