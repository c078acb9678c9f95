// A model of one's own: dense layers with a way around each of them (K. He et al., CVPR 2016).
// `tfjs-layers` is the trainer's own; everything else that is imported goes into the bundle.
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { seededDropout } from '@ringmaster/models/layers';
import type { UserModel } from '@ringmaster/models';

interface Options {
  readonly width: number;
  readonly blocks: number;
  readonly dropout: number;
}

const residualMlp: UserModel<Options> = {
  config: {
    parse(given) {
      const options = { width: 32, blocks: 2, dropout: 0, ...(given as Partial<Options>) };
      if (!(options.width > 0)) throw new Error(`width must be above 0, not ${options.width}`);
      return options;
    },
  },
  unfit: ([features, ...more]) =>
    features === undefined || more.length > 0 ? 'takes rows of numbers' : undefined,
  build({ width, blocks, dropout }, { inputShape, outputs }) {
    const dense = (name: string, units: number, activation?: 'relu') =>
      layers.dense({ name, units, kernelInitializer: 'heNormal', ...(activation && { activation }) });
    const inputs = input({ shape: [...inputShape], name: 'input' });
    let x = dense('stem', width).apply(inputs) as SymbolicTensor;
    for (let block = 1; block <= blocks; block++) {
      const inner = dense(`block${block}`, width, 'relu').apply(x) as SymbolicTensor;
      const kept = seededDropout({ name: `dropout${block}`, rate: dropout }).apply(inner) as SymbolicTensor;
      x = layers.add({ name: `sum${block}` }).apply([x, kept]) as SymbolicTensor;
    }
    return model({
      name: 'residual-mlp',
      inputs,
      outputs: dense('logits', outputs).apply(x) as SymbolicTensor,
    });
  },
};

export default residualMlp;
