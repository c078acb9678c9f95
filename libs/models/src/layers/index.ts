// Also an entry point of the package (`@ringmaster/models/layers`): it loads tfjs, which naming and validating models must not do.
export { nextSeed, statelessUniform, withSeed } from './seed-scope.js';
export { seededDropout, type SeededDropoutOptions } from './seeded-dropout.js';
export {
  alphaDropout,
  type AlphaDropoutOptions,
  gaussianNoise,
  type GaussianNoiseOptions,
  statelessNormal,
} from './seeded-noise.js';
export { batchNormalization, type BatchNormOptions, volumeBatchNormalization } from './batch-norm.js';
export { upSampling2d, upSampling3d, type UpSamplingOptions } from './up-sampling.js';
import './transposed-gradient.js';
export { BATCH_NORM_TRAINING, BATCH_NORM_TRAINING_GRAD, batchNormTraining } from './batch-norm-kernels.js';
export { type GeluKind, gelu, geluLayer, type GeluOptions } from './gelu.js';
export {
  groupNorm,
  type GroupNormOptions,
  layerNorm,
  type NormalizationOptions,
  rmsNorm,
} from './normalizations.js';
export { standardized, type Standardization } from './standardized.js';
export {
  learnedPositions,
  type LearnedPositionsOptions,
  sinusoidalPositions,
  sinusoids,
} from './positions.js';
export { tokenEmbedding, type TokenEmbeddingOptions } from './token-embedding.js';
export { withAttention } from './attention-scope.js';
export { type Increment, type KeysAndValues, withIncrement } from './increment-scope.js';
export { attend, type Visibility } from './attend.js';
export {
  attends,
  incrementalLayers,
  multiHeadAttention,
  type MultiHeadAttentionOptions,
} from './multi-head-attention.js';
export {
  classToken,
  paddingMask,
  reverseTime,
  segmentEmbedding,
  type SegmentEmbeddingOptions,
  sliceTime,
} from './token-layers.js';
export { gru, lstm, type RecurrentOptions, simpleRnn } from './recurrent/recurrent-layers.js';
export { LSTM_SEQUENCE, LSTM_SEQUENCE_GRAD, lstmSequence } from './recurrent/lstm-sequence.js';
export { channelNorm, type ChannelNormOptions } from './channel-norm.js';
export { dilatedConv, type DilatedConvOptions } from './dilated-conv.js';
export { type BoxShape, priorBoxes, type PriorBoxesOptions, priorGrid } from './prior-boxes.js';
export { outputBias } from './output-bias.js';
export { type BlockInputs, type BlockStyle, transformerBlock } from '../blocks/transformer-block.js';
export { setInitialWeights } from '../initial-weights.js';
export { KERAS_LAYERS } from '../keras/layer-table.js';
export { requireFit, startFrom } from '../start-from.js';
export { type FitOptions, fitWeights, type GivenWeight, type WeightsFit } from '../weights/fit-weights.js';
