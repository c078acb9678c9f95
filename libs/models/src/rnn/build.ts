import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { apply, chain } from '../blocks/chain.js';
import { logits } from '../blocks/logits.js';
import { dropoutAfter } from '../blocks/transformer-block.js';
import {
  gru,
  lstm,
  type LstmOptions,
  type RecurrentOptions,
  simpleRnn,
} from '../layers/recurrent/recurrent-layers.js';
import { tokenEmbedding } from '../layers/token-embedding.js';
import { reverseTime } from '../layers/token-layers.js';
import type { ModelBuilder } from '../model.js';
import type { RnnConfig } from './entry.js';

const CELLS: Readonly<Record<RnnConfig['cell'], (options: LstmOptions) => layers.Layer>> = {
  lstm,
  gru,
  simple: simpleRnn,
};

/** Recurrent layers on sequences of features, numbers or tokens; logits or values from the last state, or at each position. */
export const buildRnn: ModelBuilder<RnnConfig> = (
  config,
  { inputShape, inputDtype = 'float32', outputs },
) => {
  const inputs = input({ shape: [...inputShape], name: 'input', dtype: inputDtype });
  let x = featuresOf(inputs, config);
  config.units.forEach((units, i) => {
    const returnSequences = config.head === 'every' || i < config.units.length - 1;
    x = recurrent(x, config, { name: `${config.cell}${i + 1}`, units, returnSequences });
    x = dropoutAfter(x, `dropout${i + 1}`, config.dropout);
  });
  return model({ name: 'rnn', inputs, outputs: logits(x, outputs) });
};

function featuresOf(inputs: SymbolicTensor, { vocabulary, embedding }: RnnConfig): SymbolicTensor {
  if (inputs.shape.length === 3) return inputs;
  const [, time = 1] = inputs.shape as number[];
  return vocabulary === undefined
    ? chain(inputs, layers.reshape({ name: 'features', targetShape: [time, 1] }))
    : chain(inputs, tokenEmbedding({ name: 'tokens', vocabulary, width: embedding }));
}

/** Both directions side by side: M. Schuster, K. Paliwal, IEEE Transactions on Signal Processing 45, 1997. */
function recurrent(x: SymbolicTensor, config: RnnConfig, options: RecurrentOptions): SymbolicTensor {
  const { forgetBias } = config;
  const layer = (more: RecurrentOptions) =>
    CELLS[config.cell]({ ...more, ...(forgetBias !== undefined && { forgetBias }) });
  const { name, returnSequences } = options;
  if (!config.bidirectional) return chain(x, layer(options));
  const forward = chain(x, layer({ ...options, name: `${name}_forward` }));
  const back = chain(x, layer({ ...options, name: `${name}_backward`, goBackwards: true }));
  const inOrder = returnSequences ? chain(back, reverseTime({ name: `${name}_reversed` })) : back;
  return apply(layers.concatenate({ name: `${name}_both` }), [forward, inOrder]);
}
