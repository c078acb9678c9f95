import { input, model } from '@tensorflow/tfjs-layers';
import { pixelLogits } from '../blocks/spatial.js';
import { uNet } from '../blocks/u-net.js';
import type { ModelBuilder } from '../model.js';
import type { Unet3dConfig } from './entry.js';

/**
 * 3-D U-Net (Ö. Çiçek et al., "3D U-Net: Learning Dense Volumetric Segmentation from Sparse Annotation", MICCAI 2016):
 * channels double before each pooling, up-convolutions keep theirs and have no bias, other convolutions have one. They pad
 * here, so that masks have the size of volumes: `[planes, rows, columns, c] → [planes, rows, columns, classes]`.
 */
export const buildUnet3d: ModelBuilder<Unet3dConfig> = (config, { inputShape, outputs }) => {
  const { depth, filters, normalization, up, dropout } = config;
  const at = (level: number): number => filters * 2 ** level;
  const inputs = input({ shape: [...inputShape], name: 'input' });
  const features = uNet(inputs, {
    dimensions: 3,
    depth,
    down: (level) => [at(level), at(level + 1)],
    up: (level) => [at(level + 2), at(level + 1)],
    normalization,
    upKind: up,
    useBias: true,
    upBias: false,
    dropout,
  });
  return model({ name: 'unet3d', inputs, outputs: pixelLogits(features, outputs, 3) });
};
