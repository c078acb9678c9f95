import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { type HiddenActivation, kernelInitializerFor } from '../activation.js';
import { chain } from '../blocks/chain.js';
import { logits } from '../blocks/logits.js';
import { seededDropout } from '../layers/seeded-dropout.js';
import { alphaDropout, gaussianNoise } from '../layers/seeded-noise.js';
import type { ModelBuilder } from '../model.js';
import type { MlpConfig } from './entry.js';

/** Flatten, then dense layers with an activation and, where asked for, dropout and noise; logits at the end. */
export const buildMlp: ModelBuilder<MlpConfig> = (config, { inputShape, outputs }) => {
  const { hidden, activation, dropout, noise } = config;
  const inputs = input({ shape: [...inputShape], name: 'input' });
  let x: SymbolicTensor = inputs;
  if (inputShape.length !== 1) x = chain(x, layers.flatten({ name: 'flatten' }));
  hidden.forEach((units, i) => {
    x = chain(x, ...dense(`dense${i + 1}`, units, activation));
    const drop = activation === 'selu' ? alphaDropout : seededDropout;
    if (dropout > 0) x = chain(x, drop({ name: `dropout${i + 1}`, rate: dropout }));
    if (noise > 0) x = chain(x, gaussianNoise({ name: `noise${i + 1}`, stddev: noise }));
  });
  return model({ name: 'mlp', inputs, outputs: logits(x, outputs) });
};

/** A dense layer and its activation, which may be a layer of its own. */
function dense(name: string, units: number, activation: HiddenActivation): readonly layers.Layer[] {
  const options = { name, units, kernelInitializer: kernelInitializerFor(activation) };
  if (activation === 'leakyRelu')
    return [layers.dense(options), layers.leakyReLU({ name: `${name}_leakyRelu`, alpha: 0.3 })];
  if (activation === 'prelu')
    return [layers.dense(options), layers.prelu({ name: `${name}_prelu`, alphaInitializer: 'zeros' })];
  return [layers.dense({ ...options, activation })];
}
