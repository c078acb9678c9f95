import { TrainError } from '@ringmaster/core';
import { input, layers, model } from '@tensorflow/tfjs-layers';
import { chain } from '../blocks/chain.js';
import { logits } from '../blocks/logits.js';
import { type BlockStyle, dropoutAfter, transformerBlock } from '../blocks/transformer-block.js';
import { layerNorm } from '../layers/normalizations.js';
import { learnedPositions } from '../layers/positions.js';
import { classToken, sliceTime } from '../layers/token-layers.js';
import type { ModelBuilder } from '../model.js';
import type { VitConfig } from './entry.js';

const EPSILON = 1e-6;

/**
 * Vision Transformer (A. Dosovitskiy et al., "An Image is Worth 16×16 Words", ICLR 2021): patches as tokens behind a class
 * token, learned positions, blocks that normalise first; logits from the class token.
 */
export const buildVit: ModelBuilder<VitConfig> = (config, { inputShape, outputs }) => {
  const [rows = 0, columns = 0] = inputShape;
  const { patch, width, dropout } = config;
  const patches = Math.floor(rows / patch) * Math.floor(columns / patch);
  if (patches === 0)
    throw new TrainError(
      'invalid',
      `model.config.patch: ${patch} pixels are more than an image of ${rows}×${columns} has`,
    );
  const style: BlockStyle = {
    width,
    heads: config.heads,
    feedForward: config.feedForward ?? 4 * width,
    activation: 'exact',
    norm: 'pre',
    epsilon: EPSILON,
    dropout,
  };
  const inputs = input({ shape: [...inputShape], name: 'input' });
  const embedding = { name: 'patches', filters: width, kernelSize: patch, strides: patch };
  let x = chain(
    inputs,
    layers.conv2d({ ...embedding, padding: 'valid', kernelInitializer: 'glorotUniform' }),
    layers.reshape({ name: 'patches_flat', targetShape: [patches, width] }),
    classToken({ name: 'class' }),
    learnedPositions({ name: 'positions' }),
  );
  x = dropoutAfter(x, 'embedding_dropout', dropout);
  for (let i = 1; i <= config.layers; i += 1) x = transformerBlock(x, `block${i}`, { style });
  const first = chain(
    x,
    layerNorm({ name: 'norm', epsilon: EPSILON }),
    sliceTime({ name: 'first', begin: 0, size: 1 }),
    layers.flatten({ name: 'first_flat' }),
  );
  return model({ name: 'vit', inputs, outputs: logits(first, outputs) });
};
