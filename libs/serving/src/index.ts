export {
  EMPTY_REGISTRY,
  encodeRegistry,
  parseRegistry,
  type RegistryState,
  withTag,
} from './registry/registry-state.js';
export { entriesOf, entryOf, resolveRef } from './registry/resolve-ref.js';
export { type RemovedRef, withoutRef } from './registry/remove-ref.js';
export { type ExportedModel, readExportedModel } from './exported-model.js';
export { type Prediction, toPrediction } from './prediction.js';
export { type Batcher, type BatcherOptions, createBatcher } from './batcher.js';
export { type PredictRequest, readPredictRequest } from './predict-request.js';
export { beamSearch, type BeamOptions, type ScoredContinuation } from './generation/beam-search.js';
export { generate, type Generated, generateSteps, type Speaker } from './generation/generate.js';
export { GenerateRequest, readGenerateRequest } from './generation/generate-request.js';
export { GenerateOptions } from './generation/generate-options.js';
export { type LanguageHead, languageHead, promptTokens, tokensText } from './generation/language-head.js';
export type { NextLogits } from './generation/next-logits.js';
export { createHistogram, type Histogram } from './histogram.js';
export { createServingMetrics, type ServingMetrics } from './serving-metrics.js';
