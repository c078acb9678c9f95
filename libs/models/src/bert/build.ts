import { initializers, input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { apply, chain } from '../blocks/chain.js';
import { type BlockStyle, dropoutAfter, styledDense, transformerBlock } from '../blocks/transformer-block.js';
import { geluLayer } from '../layers/gelu.js';
import { layerNorm } from '../layers/normalizations.js';
import { outputBias } from '../layers/output-bias.js';
import { learnedPositions } from '../layers/positions.js';
import { tokenEmbedding } from '../layers/token-embedding.js';
import { paddingMask, segmentEmbedding, sliceTime } from '../layers/token-layers.js';
import type { ModelBuilder } from '../model.js';
import type { BertConfig } from './entry.js';

const EPSILON = 1e-12;

/**
 * BERT (J. Devlin, M.-W. Chang, K. Lee, K. Toutanova, NAACL 2019): `[batch, time]` tokens → logits `[batch, time, tokens]`,
 * `[batch, classes]`, or the pooled first position `[batch, width]`.
 */
export const buildBert: ModelBuilder<BertConfig> = (config, context) => {
  const { inputShape, inputDtype = 'float32', outputs } = context;
  const [time = 1] = inputShape;
  const { width, context: positions = time, dropout, padding, separator, deviation } = config;
  const vocabulary = config.vocabulary ?? context.vocabulary ?? outputs;
  const style: BlockStyle = {
    width,
    heads: config.heads,
    feedForward: config.feedForward ?? 4 * width,
    activation: 'exact',
    norm: 'post',
    epsilon: EPSILON,
    dropout,
    deviation,
  };
  const inputs = input({ shape: [time], name: 'input', dtype: inputDtype });
  const mask = apply(paddingMask({ name: 'mask', pad: padding }), inputs);
  const table = tokenEmbedding({ name: 'tokens', vocabulary, width, deviation });
  const segments = segmentEmbedding({
    name: 'segments',
    deviation,
    ...(separator !== undefined && { separator }),
  });
  let x = chain(
    apply(segments, [apply(table, inputs), inputs]),
    learnedPositions({ name: 'positions', maxLength: positions, deviation }),
    layerNorm({ name: 'embedding_norm', epsilon: EPSILON }),
  );
  x = dropoutAfter(x, 'embedding_dropout', dropout);
  for (let i = 1; i <= config.layers; i += 1)
    x = transformerBlock(x, `block${i}`, { style, inputs: { mask } });
  return model({ name: 'bert', inputs, outputs: headOf(x, { config, table, outputs }) });
};

interface Head {
  readonly config: BertConfig;
  readonly table: layers.Layer;
  readonly outputs: number;
}

function headOf(x: SymbolicTensor, { config, table, outputs }: Head): SymbolicTensor {
  const { head, width, dropout, deviation } = config;
  const style = { deviation };
  if (head === 'maskedLanguageModel') {
    const transformed = chain(
      x,
      styledDense(style, { name: 'transform', units: width }),
      geluLayer({ name: 'transform_gelu', kind: 'exact' }),
      layerNorm({ name: 'transform_norm', epsilon: EPSILON }),
    );
    return chain(apply(table, transformed), outputBias({ name: 'logits' }));
  }
  const pooled = chain(
    x,
    sliceTime({ name: 'first', begin: 0, size: 1 }),
    layers.flatten({ name: 'first_flat' }),
    styledDense(style, { name: 'pooler', units: width, activation: 'tanh' }),
  );
  if (head === 'features') return pooled;
  const kernelInitializer = initializers.randomNormal({ mean: 0, stddev: deviation });
  return chain(
    dropoutAfter(pooled, 'pooler_dropout', dropout),
    layers.dense({ name: 'logits', units: outputs, kernelInitializer }),
  );
}
