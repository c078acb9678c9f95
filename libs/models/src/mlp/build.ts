import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { kernelInitializerFor } from '../activation.js';
import { logits } from '../blocks/logits.js';
import { seededDropout } from '../layers/seeded-dropout.js';
import type { ModelBuilder } from '../model.js';
import type { MlpConfig } from './entry.js';

/** Flatten, then dense layers with an activation and, where asked for, dropout; logits at the end. */
export const buildMlp: ModelBuilder<MlpConfig> = (
  { hidden, activation, dropout },
  { inputShape, outputs },
) => {
  const inputs = input({ shape: [...inputShape], name: 'input' });
  let x: SymbolicTensor = inputs;
  if (inputShape.length !== 1) x = layers.flatten({ name: 'flatten' }).apply(x) as SymbolicTensor;
  hidden.forEach((units, i) => {
    const kernelInitializer = kernelInitializerFor(activation);
    const dense = layers.dense({ name: `dense${i + 1}`, units, activation, kernelInitializer });
    x = dense.apply(x) as SymbolicTensor;
    if (dropout > 0) x = seededDropout({ name: `dropout${i + 1}`, rate: dropout }).apply(x) as SymbolicTensor;
  });
  return model({ name: 'mlp', inputs, outputs: logits(x, outputs) });
};
