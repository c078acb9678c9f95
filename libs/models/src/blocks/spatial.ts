import { initializers, layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { batchNormalization, volumeBatchNormalization } from '../layers/batch-norm.js';
import { groupNorm } from '../layers/normalizations.js';
import { upSampling2d, upSampling3d } from '../layers/up-sampling.js';
import '../layers/transposed-gradient.js';
import { chain } from './chain.js';
import { relu } from './convolution.js';

/** Images `[rows, columns, channels]`, or volumes `[planes, rows, columns, channels]`. */
export type Dimensions = 2 | 3;

export const NORMALIZATIONS = ['none', 'batch', 'group'] as const;
export type Normalization = (typeof NORMALIZATIONS)[number];

/** Few enough for the narrow layers of small models (Y. Wu, K. He, ECCV 2018, found little between 2 and 64). */
const MOST_GROUPS = 8;

export interface ConvBlockOptions {
  readonly name: string;
  readonly dimensions: Dimensions;
  readonly filters: number;
  /** Side of a filter. Default 3. */
  readonly kernelSize?: number;
  readonly normalization: Normalization;
  /** Default: only without a normalisation, which has an offset of its own. */
  readonly useBias?: boolean;
}

/** He's normal law over the fan in, as the U-Net paper draws its weights. */
const heNormal = () => initializers.varianceScaling({ scale: 2, mode: 'fanIn', distribution: 'normal' });

/** Convolution that keeps the size, normalisation, ReLU: `[…sides, c] → […sides, filters]`, layers `conv_norm_relu`. */
export function convNormRelu(x: SymbolicTensor, options: ConvBlockOptions): SymbolicTensor {
  const { name, dimensions, filters, kernelSize = 3, normalization } = options;
  const config = {
    name: `${name}_conv`,
    filters,
    kernelSize,
    padding: 'same' as const,
    useBias: options.useBias ?? normalization === 'none',
    kernelInitializer: heNormal(),
  };
  const conv = dimensions === 2 ? layers.conv2d(config) : layers.conv3d(config);
  const norm = normalizationLayer(`${name}_norm`, options);
  return chain(x, conv, ...(norm ? [norm] : []), relu(`${name}_relu`));
}

function normalizationLayer(
  name: string,
  { normalization, dimensions, filters }: ConvBlockOptions,
): layers.Layer | undefined {
  if (normalization === 'none') return undefined;
  if (normalization === 'group') return groupNorm({ name, groups: groupsOf(filters) });
  // Moving statistics are to follow within the few hundred steps that such nets are often trained for.
  const options = { name, momentum: 0.9, epsilon: 1e-5 };
  return dimensions === 2 ? batchNormalization(options) : volumeBatchNormalization(options);
}

/** The most groups that divide the channels. */
function groupsOf(channels: number): number {
  let groups = Math.min(MOST_GROUPS, channels);
  while (channels % groups !== 0) groups -= 1;
  return groups;
}

/** Largest of each 2×2 or 2×2×2 values: `[…sides, c] → […⌊sides/2⌋, c]`. */
export function maxPool(x: SymbolicTensor, name: string, dimensions: Dimensions): SymbolicTensor {
  const config = { name, poolSize: 2, strides: 2 };
  return chain(x, dimensions === 2 ? layers.maxPooling2d(config) : layers.maxPooling3d(config as never));
}

export const UP_KINDS = ['transposed', 'nearest'] as const;
export type UpKind = (typeof UP_KINDS)[number];

export interface UpOptions {
  readonly name: string;
  readonly dimensions: Dimensions;
  readonly filters: number;
  /** A transposed convolution with filters of side 2, or every value repeated and then a convolution of side 2. */
  readonly kind: UpKind;
  readonly useBias: boolean;
}

/** Twice the sides, by an "up-convolution" without activation: `[…sides, c] → […2·sides, filters]`. */
export function upConvolution(x: SymbolicTensor, options: UpOptions): SymbolicTensor {
  const { name, dimensions, filters, kind, useBias } = options;
  const common = { name, filters, kernelSize: 2, padding: 'same' as const, useBias };
  if (kind === 'transposed') {
    // Kernels are […2, filters, c], and each value is made by one of their 2ⁿ places: variance 1/c.
    const kernelInitializer = initializers.varianceScaling({
      scale: 2 ** dimensions,
      mode: 'fanOut',
      distribution: 'normal',
    });
    const config = { ...common, strides: 2, kernelInitializer };
    return chain(x, dimensions === 2 ? layers.conv2dTranspose(config) : layers.conv3dTranspose(config));
  }
  const config = {
    ...common,
    kernelInitializer: initializers.varianceScaling({ scale: 1, mode: 'fanIn', distribution: 'normal' }),
  };
  const repeat = (dimensions === 2 ? upSampling2d : upSampling3d)({ name: `${name}_repeat` });
  return chain(x, repeat, dimensions === 2 ? layers.conv2d(config) : layers.conv3d(config));
}

/** Logits of every pixel or voxel, by a convolution of side 1: `[…sides, c] → […sides, outputs]`. */
export function pixelLogits(x: SymbolicTensor, outputs: number, dimensions: Dimensions): SymbolicTensor {
  const config = {
    name: 'logits',
    filters: outputs,
    kernelSize: 1,
    kernelInitializer: 'glorotUniform' as const,
  };
  return chain(x, dimensions === 2 ? layers.conv2d(config) : layers.conv3d(config));
}
