import { TrainError } from '@ringmaster/core';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chain } from '../blocks/chain.js';
import { convolution, normalization } from '../blocks/convolution.js';
import { detectorHead } from '../blocks/detector-head.js';
import { scaled } from '../blocks/width.js';
import type { ModelBuilder } from '../model.js';
import type { YoloConfig } from './entry.js';

const LEAK = 0.1;

/** Convolution, batch normalisation, leaky ReLU: `[h, w, c] → [h, w, filters]`. */
const block = (x: SymbolicTensor, at: number, filters: number): SymbolicTensor =>
  chain(
    convolution(x, { name: `conv${at}`, filters, kernelSize: 3 }),
    normalization(`norm${at}`),
    layers.leakyReLU({ name: `leaky${at}`, alpha: LEAK }),
  );

const pool = (at: number, strides: number) =>
  layers.maxPooling2d({ name: `pool${at}`, poolSize: 2, strides, padding: strides === 1 ? 'same' : 'valid' });

/**
 * YOLOv2 without its pass-through layer, by default its tiny variant (J. Redmon, A. Farhadi, "YOLO9000", CVPR 2017): a stack
 * of convolutions down to a grid of cells, each of which says for each anchor whether there is an object, where, and which.
 */
export const buildYolo: ModelBuilder<YoloConfig> = (config, { inputShape, outputs }) => {
  const { filters, deep, anchors, width } = config;
  const [rows = 0, columns = 0] = inputShape;
  if (Math.min(rows, columns) < 2 ** filters.length)
    throw new TrainError(
      'invalid',
      `model.config.filters: ${filters.length} poolings leave nothing of ${rows}×${columns} pixels`,
    );
  const inputs = input({ shape: [...inputShape], name: 'input' });
  let x: SymbolicTensor = inputs;
  filters.forEach((count, i) => {
    x = chain(block(x, i + 1, scaled(count, width)), pool(i + 1, 2));
  });
  deep.forEach((count, i) => {
    const at = filters.length + i + 1;
    x = block(x, at, scaled(count, width));
    // The tiny variant looks at its neighbours once more, without making the grid coarser.
    if (i === 0) x = chain(x, pool(at, 1));
  });
  const head = { name: 'logits', shapes: anchors, classes: outputs, kernelSize: 1 } as const;
  return model({ name: 'yolo', inputs, outputs: detectorHead(x, head) });
};
