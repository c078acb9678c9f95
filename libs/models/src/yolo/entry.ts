import { z } from 'zod';
import { classes } from '../activation.js';
import { notAnImage } from '../image-shape.js';
import { defineModel } from '../model.js';

const filters = z.array(z.int().positive().max(4_096)).max(8);
const side = z.number().positive().max(4);

/** The anchors of the paper for Pascal VOC, in cells of a 13×13 grid. */
const VOC_ANCHORS = [
  [1.08, 1.19],
  [3.42, 4.41],
  [6.63, 11.38],
  [9.42, 5.11],
  [16.62, 10.52],
] as const;
const anchors = VOC_ANCHORS.map(([width, height]): [number, number] => [width / 13, height / 13]);

export const YoloConfig = z.strictObject({
  filters: filters
    .min(1)
    .default([16, 32, 64, 128, 256])
    .describe('filters of the convolutions that are followed by a 2×2 pooling: a cell is 2ⁿ pixels wide'),
  deep: filters.default([512, 1_024, 1_024]).describe('filters of the convolutions on the grid of cells'),
  anchors: z
    .array(z.tuple([side, side]))
    .min(1)
    .max(32)
    .default(anchors)
    .describe('width and height of the prior boxes of a cell, relative to the image'),
  width: z.number().positive().max(4).default(1).describe('multiplies the filters of every convolution'),
  classes,
});
export type YoloConfig = z.output<typeof YoloConfig>;

export const yolo = defineModel({
  name: 'yolo',
  summary:
    'one-stage detector on one grid with anchors, as Tiny YOLOv2, which has 15,861,773 parameters for the 20 classes of Pascal VOC; for loss yolo',
  config: YoloConfig,
  unfit: (inputShape) => notAnImage(inputShape, 8),
  tasks: ['detection'],
  sample: { inputShape: [416, 416, 3], outputs: 20 },
  load: async () => (await import('./build.js')).buildYolo,
});
