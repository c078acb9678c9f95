import { type FuzzedDecoder, fuzzDecoder, keepsTheLaw } from '@ringmaster/testkit/fuzz';
import { expect, it } from 'vitest';
import { BOX_COLUMNS } from '../boxes/box-labels.js';
import { readInstances } from './read-instances.js';

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const images = [
  { id: 7, file_name: 'a.png', width: 8, height: 4, license: 3 },
  { id: 9, file_name: 'b.png', width: 8, height: 4 },
];
const categories = [
  { id: 18, name: 'dog', supercategory: 'animal' },
  { id: 3, name: 'car' },
];
const annotations = [
  {
    ...{ id: 1, image_id: 9, category_id: 18, bbox: [2, 1, 4, 2], area: 8, iscrowd: 0 },
    segmentation: [[2, 1, 6, 1, 6, 3]],
  },
  { id: 2, image_id: 9, category_id: 3, bbox: [6, 0, 4, 4.5], iscrowd: 1 },
  { id: 3, image_id: 7, category_id: 3, bbox: [1, 1, 3, 0] },
];

const instances: FuzzedDecoder<ReturnType<typeof readInstances>> = {
  decode: (bytes) => readInstances('instances.json', bytes),
  corpus: [
    text({ info: { year: 2017 }, images, categories, annotations }),
    text({ images, categories, annotations: [] }),
  ],
  codes: ['data_corrupt'],
  accepted: ({ classNames, images: read }) => {
    for (const { rows, width, height } of read) {
      expect([width, height].every((side) => Number.isInteger(side) && side > 0)).toBe(true);
      for (const row of rows) {
        expect(row).toHaveLength(BOX_COLUMNS);
        const [x1 = NaN, y1 = NaN, x2 = NaN, y2 = NaN, label = NaN, crowd = NaN] = row;
        expect(0 <= x1 && x1 < x2 && x2 <= 1 && 0 <= y1 && y1 < y2 && y2 <= 1, row.join()).toBe(true);
        expect(Number.isInteger(label) && 0 <= label && label < classNames.length).toBe(true);
        expect([0, 1]).toContain(crowd);
      }
    }
  },
};
fuzzDecoder('COCO instances', instances);

it.each([
  ['entries that are none', `{"images":[${'{},'.repeat(200_000)}{}],"categories":[{}],"annotations":[]}`],
  [
    'lists in lists',
    `{"images":${'['.repeat(100_000)}${']'.repeat(100_000)},"categories":[],"annotations":[]}`,
  ],
])('%s, without end, are told as one error', (_what, json) =>
  keepsTheLaw(instances, new TextEncoder().encode(json)),
);
