import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { apply, chain } from '../blocks/chain.js';
import { convolution, normalization, pad, relu } from '../blocks/convolution.js';
import { logits } from '../blocks/logits.js';
import { seededDropout } from '../layers/seeded-dropout.js';
import type { ModelBuilder } from '../model.js';
import type { DensenetConfig } from './entry.js';

/** Layers of each of the four dense blocks. */
const BLOCKS: Readonly<Record<DensenetConfig['depth'], readonly number[]>> = {
  121: [6, 12, 24, 16],
  161: [6, 12, 36, 24],
  169: [6, 12, 32, 32],
  201: [6, 12, 48, 32],
};

/** A 1×1 convolution narrows what a layer sees to this many times the growth. */
const BOTTLENECK = 4;

/**
 * DenseNet-BC (G. Huang, Z. Liu, L. van der Maaten, K. Weinberger, CVPR 2017, table 1): bottlenecks, and transitions that
 * halve the channels.
 */
export const buildDensenet: ModelBuilder<DensenetConfig> = (config, { inputShape, outputs }) => {
  const growth = config.growth ?? (config.depth === 161 ? 48 : 32);
  const inputs = input({ shape: [...inputShape], name: 'input' });
  let x = stem(inputs, { kind: config.stem, filters: 2 * growth });
  BLOCKS[config.depth].forEach((count, i) => {
    if (i > 0) x = transition(x, `transition${i}`);
    for (let layer = 1; layer <= count; layer += 1)
      x = denseLayer(x, { name: `block${i + 1}_layer${layer}`, growth, dropout: config.dropout });
  });
  const features = chain(
    x,
    normalization('norm'),
    relu('relu'),
    layers.globalAveragePooling2d({ name: 'pool' }),
  );
  return model({ name: `densenet${config.depth}`, inputs, outputs: logits(features, outputs) });
};

function stem(x: SymbolicTensor, { kind, filters }: { kind: 'large' | 'small'; filters: number }) {
  if (kind === 'small') return convolution(x, { name: 'stem_conv', filters, kernelSize: 3 });
  const y = convolution(x, { name: 'stem_conv', filters, kernelSize: 7, strides: 2 });
  const active = chain(y, normalization('stem_norm'), relu('stem_relu'));
  return chain(
    pad(active, 'stem_pool_pad', 1),
    layers.maxPooling2d({ name: 'stem_pool', poolSize: 3, strides: 2 }),
  );
}

/** `[h, w, c] → [h, w, c + growth]`. */
function denseLayer(
  x: SymbolicTensor,
  { name, growth, dropout }: { readonly name: string; readonly growth: number; readonly dropout: number },
): SymbolicTensor {
  let y = chain(x, normalization(`${name}_norm1`), relu(`${name}_relu1`));
  y = convolution(y, { name: `${name}_conv1`, filters: BOTTLENECK * growth, kernelSize: 1 });
  y = chain(y, normalization(`${name}_norm2`), relu(`${name}_relu2`));
  y = convolution(y, { name: `${name}_conv2`, filters: growth, kernelSize: 3 });
  if (dropout > 0) y = chain(y, seededDropout({ name: `${name}_dropout`, rate: dropout }));
  return apply(layers.concatenate({ name: `${name}_concat` }), [x, y]);
}

/** `[h, w, c] → [⌊h/2⌋, ⌊w/2⌋, ⌊c/2⌋]`. */
function transition(x: SymbolicTensor, name: string): SymbolicTensor {
  const filters = Math.floor((x.shape.at(-1) ?? 0) / 2);
  const y = chain(x, normalization(`${name}_norm`), relu(`${name}_relu`));
  return chain(
    convolution(y, { name: `${name}_conv`, filters, kernelSize: 1 }),
    layers.averagePooling2d({ name: `${name}_pool`, poolSize: 2, strides: 2 }),
  );
}
