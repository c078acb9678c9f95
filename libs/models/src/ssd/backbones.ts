import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chain } from '../blocks/chain.js';
import { convolution, relu } from '../blocks/convolution.js';
import { convNormPool } from '../blocks/conv-norm-pool.js';
import { scaled } from '../blocks/width.js';
import { channelNorm } from '../layers/channel-norm.js';
import { dilatedConv } from '../layers/dilated-conv.js';
import type { SsdConfig } from './entry.js';

/** Smallest side of a map, without the batch. */
const sideOf = ({ shape }: SymbolicTensor): number => Math.min(Number(shape[1]), Number(shape[2]));

type Body = (x: SymbolicTensor, width: number, most: number) => readonly SymbolicTensor[];

const vggConv = (x: SymbolicTensor, name: string, filters: number): SymbolicTensor =>
  chain(convolution(x, { name, filters, kernelSize: 3, useBias: true }), relu(`${name}_relu`));

/** Rounds up, where VGG rounds down: 75 rows become 38. */
const halve = (name: string) => layers.maxPooling2d({ name, poolSize: 2, strides: 2, padding: 'same' });

/** Filters of VGG's stages, and how many convolutions each has. */
const STAGES = [
  [64, 2],
  [128, 2],
  [256, 3],
  [512, 3],
  [512, 3],
] as const;

/** Filters of the 1×1 and the 3×3 convolution of each further map, and whether the latter halves or only has no padding. */
const FURTHER = [
  [256, 512, 'halve'],
  [128, 256, 'halve'],
  [128, 256, 'trim'],
  [128, 256, 'trim'],
] as const;

/**
 * VGG-16 without its classifier, whose first two dense layers become a dilated and a 1×1 convolution, and up to four
 * smaller maps after it: those of conv4_3 (normalised), fc7, conv8_2, conv9_2, conv10_2, conv11_2.
 */
const vgg16: Body = (inputs, width, most) => {
  const maps: SymbolicTensor[] = [];
  let x = inputs;
  STAGES.forEach(([filters, convolutions], stage) => {
    for (let i = 1; i <= convolutions; i += 1)
      x = vggConv(x, `conv${stage + 1}_${i}`, scaled(filters, width));
    if (stage === 3) maps.push(chain(x, channelNorm({ name: 'conv4_3_norm' })));
    if (stage < 4) x = chain(x, halve(`pool${stage + 1}`));
  });
  x = chain(
    x,
    layers.maxPooling2d({ name: 'pool5', poolSize: 3, strides: 1, padding: 'same' }),
    dilatedConv({ name: 'fc6', filters: scaled(1_024, width), kernelSize: 3, dilationRate: 6 }),
    relu('fc6_relu'),
  );
  x = chain(
    convolution(x, { name: 'fc7', filters: scaled(1_024, width), kernelSize: 1, useBias: true }),
    relu('fc7_relu'),
  );
  maps.push(x);
  FURTHER.forEach(([squeezed, filters, how], i) => {
    if (maps.length !== i + 2 || sideOf(x) < (how === 'halve' ? 2 : 3)) return;
    const name = `conv${i + 8}`;
    x = chain(
      convolution(x, { name: `${name}_1`, filters: scaled(squeezed, width), kernelSize: 1, useBias: true }),
      relu(`${name}_1_relu`),
    );
    const [strides, padding] = how === 'halve' ? [2, 1] : [1, 0];
    const options = { name: `${name}_2`, filters: scaled(filters, width), kernelSize: 3, strides, padding };
    x = chain(convolution(x, { ...options, useBias: true }), relu(`${name}_2_relu`));
    maps.push(x);
  });
  return maps.slice(0, most);
};

/** Filters of the first blocks; all further ones have as many as the last. */
const BLOCKS = [32, 64, 128] as const;

/** The three blocks of `simple-cnn`, and further ones of the same kind, each of which gives a map of half the size. */
const simpleCnn: Body = (inputs, width, most) => {
  let x = inputs;
  const maps: SymbolicTensor[] = [];
  for (let index = 1; maps.length < most && sideOf(x) > 1; index += 1) {
    const filters = scaled(BLOCKS[index - 1] ?? BLOCKS[2], width);
    x = convNormPool(x, { index, filters, kernelSize: 3 });
    if (index >= BLOCKS.length) maps.push(x);
  }
  return maps;
};

/** Maps of features from the finest to the coarsest, at most `most`. */
export const BACKBONES: Readonly<Record<SsdConfig['backbone'], Body>> = { vgg16, 'simple-cnn': simpleCnn };
