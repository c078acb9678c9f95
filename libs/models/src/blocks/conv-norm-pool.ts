import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chain } from './chain.js';
import { batchNormalization } from '../layers/batch-norm.js';

/**
 * Convolution, batch normalisation, ReLU and 2×2 max pooling: `[batch, h, w, c] → [batch, ⌊h/2⌋, ⌊w/2⌋, filters]`.
 * The convolution has no bias, because the normalisation subtracts the mean and adds its own offset.
 */
export function convNormPool(
  x: SymbolicTensor,
  options: { readonly index: number; readonly filters: number; readonly kernelSize: number },
): SymbolicTensor {
  const { index, filters, kernelSize } = options;
  return chain(
    x,
    layers.conv2d({
      name: `conv${index}`,
      filters,
      kernelSize,
      padding: 'same',
      useBias: false,
      kernelInitializer: 'heUniform',
    }),
    batchNormalization({ name: `norm${index}` }),
    layers.reLU({ name: `relu${index}` }),
    layers.maxPooling2d({ name: `pool${index}`, poolSize: 2, strides: 2 }),
  );
}
