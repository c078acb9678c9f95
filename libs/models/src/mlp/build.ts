import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { kernelInitializerFor } from '../activation.js';
import { chain } from '../blocks/chain.js';
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
  if (inputShape.length !== 1) x = chain(x, layers.flatten({ name: 'flatten' }));
  hidden.forEach((units, i) => {
    const kernelInitializer = kernelInitializerFor(activation);
    x = chain(x, layers.dense({ name: `dense${i + 1}`, units, activation, kernelInitializer }));
    if (dropout > 0) x = chain(x, seededDropout({ name: `dropout${i + 1}`, rate: dropout }));
  });
  return model({ name: 'mlp', inputs, outputs: logits(x, outputs) });
};
