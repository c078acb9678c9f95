import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chain } from '../blocks/chain.js';
import { convolution, normalization, pad, relu } from '../blocks/convolution.js';
import { logits } from '../blocks/logits.js';
import { scaled } from '../blocks/width.js';
import type { ModelBuilder } from '../model.js';
import { basicBlock, bottleneckBlock } from './blocks.js';
import type { ResnetConfig } from './entry.js';
import { resnetPlan } from './plan.js';

/** ResNet (K. He, X. Zhang, S. Ren, J. Sun, "Deep Residual Learning for Image Recognition", CVPR 2016). */
export const buildResnet: ModelBuilder<ResnetConfig> = (config, { inputShape, outputs }) => {
  const { block, stages, filters, stem } = resnetPlan(config);
  const base = scaled(filters, config.width);
  const residual = block === 'basic' ? basicBlock : bottleneckBlock;
  const lastGamma = config.zeroInitResidual ? 0 : 1;
  const inputs = input({ shape: [...inputShape], name: 'input' });
  let x = stem === 'large' ? largeStem(inputs, base) : smallStem(inputs, base);
  stages.forEach((blocks, stage) => {
    for (let i = 1; i <= blocks; i += 1) {
      const strides = stage > 0 && i === 1 ? 2 : 1;
      x = residual(x, {
        name: `stage${stage + 1}_block${i}`,
        filters: base * 2 ** stage,
        strides,
        lastGamma,
      });
    }
  });
  const features = chain(x, layers.globalAveragePooling2d({ name: 'pool' }));
  return model({ name: `resnet${config.depth}`, inputs, outputs: logits(features, outputs) });
};

/** A quarter of the width and height: `[h, w, c] → [h/4, w/4, filters]`. */
function largeStem(x: SymbolicTensor, filters: number): SymbolicTensor {
  const y = convolution(x, { name: 'stem_conv', filters, kernelSize: 7, strides: 2 });
  const active = chain(y, normalization('stem_norm'), relu('stem_relu'));
  // Zeros stand for minus infinity here: nothing is below them after ReLU.
  return chain(
    pad(active, 'stem_pool_pad', 1),
    layers.maxPooling2d({ name: 'stem_pool', poolSize: 3, strides: 2 }),
  );
}

function smallStem(x: SymbolicTensor, filters: number): SymbolicTensor {
  const y = convolution(x, { name: 'stem_conv', filters, kernelSize: 3 });
  return chain(y, normalization('stem_norm'), relu('stem_relu'));
}
