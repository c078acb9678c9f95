import { initializers, layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { batchNormalization } from '../layers/batch-norm.js';
import { chain } from './chain.js';

export interface ConvolutionOptions {
  readonly name: string;
  readonly filters: number;
  /** Width and height of a filter. */
  readonly kernelSize: number;
  /** Default 1. */
  readonly strides?: number;
  /** Zeros on each of the four sides; default ⌊kernelSize / 2⌋, which keeps the size at stride 1. */
  readonly padding?: number;
  /** Default false: a normalisation that follows has an offset of its own. */
  readonly useBias?: boolean;
}

/** He's normal law over the fan out, which keeps the size of gradients (K. He et al., ICCV 2015, section 2.2). */
const heNormalFanOut = () =>
  initializers.varianceScaling({ scale: 2, mode: 'fanOut', distribution: 'normal' });

/**
 * A convolution that pads alike on all four sides: `[h, w, c] → [⌊(h + 2p − k) / s⌋ + 1, …, filters]`. What tfjs calls
 * "same" pads more below and to the right when the stride is 2, and would look at other pixels.
 */
export function convolution(x: SymbolicTensor, options: ConvolutionOptions): SymbolicTensor {
  const { name, filters, kernelSize, strides = 1, useBias = false } = options;
  const padding = options.padding ?? Math.floor(kernelSize / 2);
  const keepsSize = strides === 1 && 2 * padding === kernelSize - 1;
  const conv = layers.conv2d({
    name,
    filters,
    kernelSize,
    strides,
    padding: keepsSize ? 'same' : 'valid',
    useBias,
    kernelInitializer: heNormalFanOut(),
  });
  return keepsSize ? chain(x, conv) : chain(pad(x, `${name}_pad`, padding), conv);
}

/** Zeros around an image, `padding` pixels on each side. */
export function pad(x: SymbolicTensor, name: string, padding: number): SymbolicTensor {
  if (padding === 0) return x;
  const sides: [number, number] = [padding, padding];
  return chain(x, layers.zeroPadding2d({ name, padding: [sides, sides] }));
}

/** Momentum and epsilon of the normalisations in the published convolutional networks. */
export const normalization = (name: string, gamma: 0 | 1 = 1) =>
  batchNormalization({ name, momentum: 0.9, epsilon: 1e-5, gamma });

export const relu = (name: string) => layers.reLU({ name });
