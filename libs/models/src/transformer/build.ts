import { input, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { apply, chain } from '../blocks/chain.js';
import { type BlockStyle, dropoutAfter, transformerBlock } from '../blocks/transformer-block.js';
import { layerNorm } from '../layers/normalizations.js';
import { sinusoidalPositions } from '../layers/positions.js';
import { tokenEmbedding } from '../layers/token-embedding.js';
import { paddingMask } from '../layers/token-layers.js';
import type { ModelBuilder } from '../model.js';
import type { TransformerConfig } from './entry.js';

const EPSILON = 1e-5;
/** The further column of a sample that holds the target, one place to the right. */
export const DECODER_INPUT = 'decoder';

/**
 * The Transformer (A. Vaswani et al., "Attention Is All You Need", NIPS 2017): `input` `[batch, time]`, the source, and
 * `decoder` `[batch, target time]`, the target behind its start token → logits of the target, `[batch, target time, tokens]`.
 * One table of tokens serves the source, the target and the logits.
 */
export const buildTransformer: ModelBuilder<TransformerConfig> = (config, context) => {
  const { width, dropout, norm, padding } = config;
  const { outputs, extras, inputDtype = 'float32', labelShape = context.inputShape } = context;
  const decoder = extras?.[DECODER_INPUT];
  const style: BlockStyle = {
    width,
    heads: config.heads,
    feedForward: config.feedForward ?? 4 * width,
    activation: 'relu',
    norm,
    epsilon: EPSILON,
    dropout,
  };
  const source = input({ shape: [...context.inputShape], name: 'input', dtype: inputDtype });
  const target = input({
    shape: [...(decoder?.shape ?? labelShape)],
    name: DECODER_INPUT,
    dtype: decoder?.dtype ?? inputDtype,
  });
  const mask = apply(paddingMask({ name: 'source_mask', pad: padding }), source);
  const table = tokenEmbedding({
    name: 'tokens',
    vocabulary: config.vocabulary ?? outputs,
    width,
    scale: Math.sqrt(width),
    deviation: 1 / Math.sqrt(width),
  });
  const embedded = (tokens: SymbolicTensor, side: string) =>
    dropoutAfter(
      chain(apply(table, tokens), sinusoidalPositions({ name: `${side}_positions` })),
      `${side}_dropout`,
      dropout,
    );
  // What normalises first leaves its sum as it is.
  const finished = (x: SymbolicTensor, side: string) =>
    norm === 'pre' ? chain(x, layerNorm({ name: `${side}_norm`, epsilon: EPSILON })) : x;
  let memory = embedded(source, 'encoder');
  for (let i = 1; i <= config.layers; i += 1)
    memory = transformerBlock(memory, `encoder${i}`, { style, inputs: { mask } });
  memory = finished(memory, 'encoder');
  let x = embedded(target, 'decoder');
  for (let i = 1; i <= config.layers; i += 1)
    x = transformerBlock(x, `decoder${i}`, {
      style: { ...style, causal: true },
      inputs: { memory, memoryMask: mask },
    });
  return model({
    name: 'transformer',
    inputs: [source, target],
    outputs: apply(table, finished(x, 'decoder')),
  });
};
