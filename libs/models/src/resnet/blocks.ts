import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { apply, chain } from '../blocks/chain.js';
import { convolution, normalization, relu } from '../blocks/convolution.js';

export interface ResidualOptions {
  readonly name: string;
  readonly filters: number;
  readonly strides: number;
  /** What the scale of the last normalisation starts with. */
  readonly lastGamma: 0 | 1;
}

/** A bottleneck puts out four times its filters. */
export const EXPANSION = { basic: 1, bottleneck: 4 } as const;

/** Two 3×3 convolutions beside a shortcut: `[h, w, c] → [h/strides, w/strides, filters]`. */
export function basicBlock(x: SymbolicTensor, options: ResidualOptions): SymbolicTensor {
  const { name, filters, strides, lastGamma } = options;
  let y = convolution(x, { name: `${name}_conv1`, filters, kernelSize: 3, strides });
  y = chain(y, normalization(`${name}_norm1`), relu(`${name}_relu1`));
  y = convolution(y, { name: `${name}_conv2`, filters, kernelSize: 3 });
  y = chain(y, normalization(`${name}_norm2`, lastGamma));
  return joined(x, y, options, filters);
}

/**
 * 1×1, 3×3 and 1×1 convolutions beside a shortcut: `[h, w, c] → [h/strides, w/strides, 4·filters]`. The 3×3 one strides,
 * not the first as in the paper: half a point better at equal size, and what published weights have.
 */
export function bottleneckBlock(x: SymbolicTensor, options: ResidualOptions): SymbolicTensor {
  const { name, filters, strides, lastGamma } = options;
  const outputs = filters * EXPANSION.bottleneck;
  let y = convolution(x, { name: `${name}_conv1`, filters, kernelSize: 1 });
  y = chain(y, normalization(`${name}_norm1`), relu(`${name}_relu1`));
  y = convolution(y, { name: `${name}_conv2`, filters, kernelSize: 3, strides });
  y = chain(y, normalization(`${name}_norm2`), relu(`${name}_relu2`));
  y = convolution(y, { name: `${name}_conv3`, filters: outputs, kernelSize: 1 });
  y = chain(y, normalization(`${name}_norm3`, lastGamma));
  return joined(x, y, options, outputs);
}

/** Adds the shortcut, a 1×1 projection where the shapes differ (option B of the paper), and ReLU. */
function joined(
  x: SymbolicTensor,
  y: SymbolicTensor,
  { name, strides }: ResidualOptions,
  outputs: number,
): SymbolicTensor {
  let shortcut = x;
  if (strides !== 1 || x.shape.at(-1) !== outputs) {
    shortcut = convolution(x, { name: `${name}_project`, filters: outputs, kernelSize: 1, strides });
    shortcut = chain(shortcut, normalization(`${name}_project_norm`));
  }
  return chain(apply(layers.add({ name: `${name}_add` }), [y, shortcut]), relu(`${name}_relu`));
}
