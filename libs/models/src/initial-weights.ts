import { TrainError } from '@ringmaster/core';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { initialValues, type InitializerSpec } from './initial-values.js';

/** Overwrites all weights of a model with those of a seed: what each layer's initialisers say, by our own numbers. */
export function setInitialWeights(model: LayersModel, seed: number): void {
  const specs = initializers(model);
  tidy(() => {
    const values = model.weights.map(({ originalName: name, shape }) => {
      const spec = specs.get(name);
      if (!spec)
        throw new TrainError('internal', `weight ${name} of ${model.name} has no initialiser in its layer`);
      const dims = shape.map(Number);
      return tensor(initialValues(spec, { name, shape: dims }, seed), dims);
    });
    model.setWeights(values);
  });
}

/** Recurrent layers of Keras call theirs apart from the weight, and hide the forget gate's in a flag. */
function initializerOf(role: string, config: Readonly<Record<string, unknown>>): unknown {
  if (role === 'recurrent_kernel') return config['recurrentInitializer'];
  if (role === 'bias' && config['unitForgetBias'] === true)
    return { className: 'UnitForgetBias', config: { value: config['forgetBias'] ?? 1 } };
  // Keras has `depthwise_initializer` for `depthwise_kernel`.
  const own = /^(depthwise|pointwise)_kernel$/.exec(role)?.[1];
  if (own !== undefined) return config[`${own}Initializer`];
  const key = role.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return config[`${key}Initializer`];
}

/** Initialiser of each weight by the weight's name: `conv1/moving_mean` has the `movingMeanInitializer` of `conv1`. */
function initializers(model: LayersModel): ReadonlyMap<string, InitializerSpec> {
  const specs = new Map<string, InitializerSpec>();
  for (const layer of model.layers) {
    const config = layer.getConfig();
    for (const { originalName } of layer.weights) {
      const role = originalName.slice(originalName.lastIndexOf('/') + 1);
      const spec = initializerOf(role, config);
      if (spec) specs.set(originalName, spec as unknown as InitializerSpec);
    }
  }
  return specs;
}
