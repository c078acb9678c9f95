import { batchNormalization } from '@ringmaster/models/layers';
import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chain, type Layer, modelOf } from './chain.js';

interface ConvShape {
  readonly name: string;
  readonly filters: number;
  readonly strides?: number;
  readonly kernelSize?: number;
}

const convNorm = ({ name, filters, strides = 1, kernelSize = 3 }: ConvShape): readonly Layer[] => [
  layers.conv2d({ name, filters, strides, kernelSize, padding: 'same', useBias: false }),
  batchNormalization({ name: `${name}-norm` }),
];
const relu = (name: string) => layers.reLU({ name });

function block(x: SymbolicTensor, { name, filters, strides = 1 }: ConvShape): SymbolicTensor {
  const y = chain(x, [
    ...convNorm({ name: `${name}-conv1`, filters, strides }),
    relu(`${name}-relu1`),
    ...convNorm({ name: `${name}-conv2`, filters }),
  ]);
  const short =
    strides === 1 ? x : chain(x, convNorm({ name: `${name}-short`, filters, strides, kernelSize: 1 }));
  const sum = layers.add({ name: `${name}-add` }).apply([y, short]) as SymbolicTensor;
  return relu(`${name}-relu2`).apply(sum) as SymbolicTensor;
}

/** ResNet-20 for 32×32 images (He et al., CVPR 2016, section 4.2), with projections where the width changes. */
export const resnet20 = () =>
  modelOf('resnet20', [32, 32, 3], (input) => {
    let x = chain(input, [...convNorm({ name: 'stem', filters: 16 }), relu('stem-relu')]);
    for (const filters of [16, 32, 64])
      for (let index = 1; index <= 3; index++)
        x = block(x, {
          name: `s${filters}-b${index}`,
          filters,
          strides: filters > 16 && index === 1 ? 2 : 1,
        });
    return chain(x, [
      layers.globalAveragePooling2d({ name: 'pool' }),
      layers.dense({ name: 'logits', units: 10 }),
    ]);
  });
