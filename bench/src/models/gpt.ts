import {
  type BlockStyle,
  layerNorm,
  learnedPositions,
  setInitialWeights,
  tokenEmbedding,
  transformerBlock,
} from '@ringmaster/models/layers';
import type { LossFunction } from '@ringmaster/training';
import { cast, logSoftmax, mean, mul, neg, oneHot, sum, type Tensor1D } from '@tensorflow/tfjs-core';
import { layers, type LayersModel } from '@tensorflow/tfjs-layers';
import { chain, modelOf } from './chain.js';

const LENGTH = 64;
const VOCABULARY = 256;
const STYLE: BlockStyle = {
  width: 128,
  heads: 4,
  feedForward: 512,
  activation: 'tanh',
  norm: 'pre',
  causal: true,
  epsilon: 1e-5,
  dropout: 0,
};

/** A decoder-only transformer with normalisation before each part (Radford et al., 2019), its logits not tied. */
export function gpt(): LayersModel {
  const model = modelOf(
    'gpt',
    [LENGTH],
    (tokens) => {
      let x = chain(tokens, [
        tokenEmbedding({ name: 'tokens', vocabulary: VOCABULARY, width: STYLE.width }),
        learnedPositions({ name: 'positions' }),
      ]);
      for (let index = 1; index <= 4; index++) x = transformerBlock(x, `block${index}`, { style: STYLE });
      return chain(x, [layerNorm({ name: 'norm' }), layers.dense({ name: 'logits', units: VOCABULARY })]);
    },
    'int32',
  );
  // The library's blocks leave their weights to this.
  setInitialWeights(model, 1);
  return model;
}

/** Mean over the tokens of a sample of −log softmax(logits)[token]. `[batch, time]`, `[batch, time, vocabulary]` → `[batch]`. */
export const tokenCrossentropy: LossFunction = (yTrue, yPred) => {
  const expected = cast(oneHot(cast(yTrue, 'int32'), VOCABULARY), 'float32');
  return mean(neg(sum(mul(expected, logSoftmax(yPred)), -1)), -1) as Tensor1D;
};
