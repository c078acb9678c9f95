import type { LossFunction } from '@ringmaster/training';
import { cast, logSoftmax, mean, mul, neg, oneHot, sum, type Tensor1D } from '@tensorflow/tfjs-core';
import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chain, modelOf } from './chain.js';
import { causalAttention } from './layers/causal-attention.js';
import { layerNorm } from './layers/layer-norm.js';
import { learnedPositions } from './layers/learned-positions.js';

const WIDTH = 128;
const HEADS = 4;
const LENGTH = 64;
const VOCABULARY = 256;

const add = (name: string, a: SymbolicTensor, b: SymbolicTensor) =>
  layers.add({ name }).apply([a, b]) as SymbolicTensor;

function block(x: SymbolicTensor, name: string): SymbolicTensor {
  const mixed = chain(x, [
    layerNorm({ name: `${name}-norm1` }),
    layers.dense({ name: `${name}-qkv`, units: 3 * WIDTH }),
    causalAttention({ name: `${name}-attention`, heads: HEADS }),
    layers.dense({ name: `${name}-out`, units: WIDTH }),
  ]);
  const y = add(`${name}-add1`, x, mixed);
  const fed = chain(y, [
    layerNorm({ name: `${name}-norm2` }),
    layers.dense({ name: `${name}-up`, units: 4 * WIDTH, activation: 'gelu_new' }),
    layers.dense({ name: `${name}-down`, units: WIDTH }),
  ]);
  return add(`${name}-add2`, y, fed);
}

/** A decoder-only transformer with normalisation before each part (Radford et al., 2019). */
export const gpt = () =>
  modelOf(
    'gpt',
    [LENGTH],
    (tokens) => {
      let x = chain(tokens, [
        layers.embedding({
          name: 'tokens',
          inputDim: VOCABULARY,
          outputDim: WIDTH,
          embeddingsInitializer: 'glorotUniform',
        }),
        learnedPositions({ name: 'positions' }),
      ]);
      for (let index = 1; index <= 4; index++) x = block(x, `block${index}`);
      return chain(x, [layerNorm({ name: 'norm' }), layers.dense({ name: 'logits', units: VOCABULARY })]);
    },
    'int32',
  );

/** Mean over the tokens of a sample of −log softmax(logits)[token]. `[batch, time]`, `[batch, time, vocabulary]` → `[batch]`. */
export const tokenCrossentropy: LossFunction = (yTrue, yPred) => {
  const expected = cast(oneHot(cast(yTrue, 'int32'), VOCABULARY), 'float32');
  return mean(neg(sum(mul(expected, logSoftmax(yPred)), -1)), -1) as Tensor1D;
};
