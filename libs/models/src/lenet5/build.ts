import { input, layers, model } from '@tensorflow/tfjs-layers';
import { kernelInitializerFor } from '../activation.js';
import { chain } from '../blocks/chain.js';
import { logits } from '../blocks/logits.js';
import type { ModelBuilder } from '../model.js';
import type { Lenet5Config } from './entry.js';

/**
 * LeNet-5 (Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998)
 * as the field builds it today: every map of the second convolution sees all six of the first, poolings have no weights,
 * and a dense layer replaces the radial basis functions. The paper pads 28×28 digits to 32×32; here the first
 * convolution pads by two pixels instead, which computes the same numbers.
 *
 *     28×28×1 → conv 5×5 same, 6 → pool → 14×14×6 → conv 5×5, 16 → pool → 5×5×16 → 120 → 84 → classes
 */
export const buildLenet5: ModelBuilder<Lenet5Config> = ({ activation, pooling }, { inputShape, outputs }) => {
  const hidden = { activation, kernelInitializer: kernelInitializerFor(activation) };
  const pool = pooling === 'max' ? layers.maxPooling2d : layers.averagePooling2d;
  const inputs = input({ shape: [...inputShape], name: 'input' });
  const body = [
    layers.conv2d({ name: 'conv1', filters: 6, kernelSize: 5, padding: 'same', ...hidden }),
    pool({ name: 'pool1', poolSize: 2, strides: 2 }),
    layers.conv2d({ name: 'conv2', filters: 16, kernelSize: 5, padding: 'valid', ...hidden }),
    pool({ name: 'pool2', poolSize: 2, strides: 2 }),
    layers.flatten({ name: 'flatten' }),
    layers.dense({ name: 'dense1', units: 120, ...hidden }),
    layers.dense({ name: 'dense2', units: 84, ...hidden }),
  ];
  return model({ name: 'lenet5', inputs, outputs: logits(chain(inputs, ...body), outputs) });
};
