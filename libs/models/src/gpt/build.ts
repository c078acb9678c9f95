import { input, layers, model } from '@tensorflow/tfjs-layers';
import { apply, chain } from '../blocks/chain.js';
import { type BlockStyle, dropoutAfter, transformerBlock } from '../blocks/transformer-block.js';
import { layerNorm } from '../layers/normalizations.js';
import { learnedPositions } from '../layers/positions.js';
import { tokenEmbedding } from '../layers/token-embedding.js';
import type { ModelBuilder } from '../model.js';
import type { GptConfig } from './entry.js';

const EPSILON = 1e-5;

/**
 * GPT-2 (A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019): `[batch, time]` tokens → logits of
 * the next token at every place, `[batch, time, outputs]`. Kernels that add to the residual stream start smaller by
 * √(2·layers).
 */
export const buildGpt: ModelBuilder<GptConfig> = (
  config,
  { inputShape, inputDtype = 'float32', outputs },
) => {
  const [time = 1] = inputShape;
  const { width, context = time, dropout, deviation } = config;
  const style: BlockStyle = {
    width,
    heads: config.heads,
    feedForward: config.feedForward ?? 4 * width,
    activation: 'tanh',
    norm: 'pre',
    causal: true,
    epsilon: EPSILON,
    dropout,
    deviation,
    residualDeviation: deviation / Math.sqrt(2 * config.layers),
  };
  const inputs = input({ shape: [time], name: 'input', dtype: inputDtype });
  const table = tokenEmbedding({ name: 'tokens', vocabulary: outputs, width, deviation });
  let x = chain(
    apply(table, inputs),
    learnedPositions({ name: 'positions', maxLength: context, deviation: deviation / 2 }),
  );
  x = dropoutAfter(x, 'embedding_dropout', dropout);
  for (let i = 1; i <= config.layers; i += 1) x = transformerBlock(x, `block${i}`, { style });
  x = chain(x, layerNorm({ name: 'norm', epsilon: EPSILON }));
  const ownKernel = layers.dense({ name: 'logits', units: outputs, kernelInitializer: 'glorotUniform' });
  return model({ name: 'gpt', inputs, outputs: apply(config.tied ? table : ownKernel, x) });
};
