import {
  lossFunction,
  type LossFunction,
  optimizerDefinition,
  type OptimizerDefinition,
} from '@ringmaster/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { cnn } from './cnn.js';
import { gpt, tokenCrossentropy } from './gpt.js';
import { lstm } from './lstm.js';
import { mlp } from './mlp.js';
import type { ModelName } from './model-names.js';
import { resnet20 } from './resnet20.js';

/** A workload of the step benchmark; bench/peers/*.py define the same ones. */
export interface BenchModel {
  build(): LayersModel;
  /** One sample, without the batch dimension. */
  readonly input: readonly number[];
  readonly label: readonly number[];
  /** Inputs are class numbers below this, where they are no real values. */
  readonly vocabulary?: number;
  readonly classes: number;
  readonly loss: LossFunction;
  readonly optimizer: OptimizerDefinition;
  readonly learningRate: number;
}

const crossentropy = lossFunction('sparseCategoricalCrossentropy');
const sgd = {
  optimizer: optimizerDefinition({ kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false }),
  learningRate: 0.01,
};
const adam = {
  optimizer: optimizerDefinition({
    kind: 'adam',
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
  }),
  learningRate: 0.001,
};
const classifier = { label: [], classes: 10, loss: crossentropy };

export const BENCH_MODELS: Readonly<Record<ModelName, BenchModel>> = {
  /** MLP 784-512-512-10, SGD with momentum. */
  mlp: {
    build: mlp,
    input: [784],
    ...classifier,
    ...sgd,
  },
  /** Convolution 32, batch norm, pool, convolution 64, pool, dense 128; 28×28×1, Adam. */
  cnn: {
    build: cnn,
    input: [28, 28, 1],
    ...classifier,
    ...adam,
  },
  /** ResNet-20, 32×32×3, SGD with momentum. */
  resnet20: {
    build: resnet20,
    input: [32, 32, 3],
    ...classifier,
    ...sgd,
  },
  /** LSTM with 64 units, 20 steps of 32 values, Adam. */
  lstm: {
    build: lstm,
    input: [20, 32],
    ...classifier,
    ...adam,
  },
  /** GPT: 4 layers, width 128, 4 heads, 64 tokens of 256, Adam. */
  gpt: {
    build: gpt,
    input: [64],
    label: [64],
    vocabulary: 256,
    classes: 256,
    loss: tokenCrossentropy,
    ...adam,
  },
};
