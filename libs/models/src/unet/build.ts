import { input, model } from '@tensorflow/tfjs-layers';
import { pixelLogits } from '../blocks/spatial.js';
import { uNet } from '../blocks/u-net.js';
import type { ModelBuilder } from '../model.js';
import type { UnetConfig } from './entry.js';

/**
 * U-Net (O. Ronneberger, P. Fischer, T. Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation", MICCAI
 * 2015), whose convolutions pad, so that masks have the size of images: `[rows, columns, c] → [rows, columns, classes]`.
 */
export const buildUnet: ModelBuilder<UnetConfig> = (config, { inputShape, outputs }) => {
  const { depth, filters, normalization, up, dropout } = config;
  const at = (level: number): number => filters * 2 ** level;
  const inputs = input({ shape: [...inputShape], name: 'input' });
  const features = uNet(inputs, {
    dimensions: 2,
    depth,
    down: (level) => [at(level), at(level)],
    up: (level) => [at(level), at(level)],
    normalization,
    upKind: up,
    upBias: true,
    dropout,
  });
  return model({ name: 'unet', inputs, outputs: pixelLogits(features, outputs, 2) });
};
