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
import { resnet20 } from './resnet20.js';

export const MODEL_NAMES = ['mlp', 'cnn', 'resnet20', 'lstm', 'gpt'] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

/** A workload of the step benchmark; bench/peers/*.py define the same ones. */
export interface BenchModel {
  readonly title: string;
  /** Samples of a step in the `step` benchmark. */
  readonly batch: number;
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
  mlp: {
    title: 'MLP 784-512-512-10, SGD with momentum',
    batch: 128,
    build: mlp,
    input: [784],
    ...classifier,
    ...sgd,
  },
  cnn: {
    title: 'CNN: conv 32, batch norm, pool, conv 64, pool, dense 128; 28×28×1, Adam',
    batch: 64,
    build: cnn,
    input: [28, 28, 1],
    ...classifier,
    ...adam,
  },
  resnet20: {
    title: 'ResNet-20, 32×32×3, SGD with momentum',
    batch: 64,
    build: resnet20,
    input: [32, 32, 3],
    ...classifier,
    ...sgd,
  },
  lstm: {
    title: 'LSTM with 64 units, 20 steps of 32 values, Adam',
    batch: 64,
    build: lstm,
    input: [20, 32],
    ...classifier,
    ...adam,
  },
  gpt: {
    title: 'GPT: 4 layers, width 128, 4 heads, 64 tokens of 256, Adam',
    batch: 16,
    build: gpt,
    input: [64],
    label: [64],
    vocabulary: 256,
    classes: 256,
    loss: tokenCrossentropy,
    ...adam,
  },
};
