export { compile, type Compiled, type CompileOptions } from './compile.js';
export type { TensorFunction } from './graph/compiled-graph.js';
export { describeEngine, type EngineFact } from './describe-engine.js';
export type { EngineFingerprint } from './fingerprint.js';
export { type Engine, type EngineOptions, loadEngine } from './load-engine.js';
export { createPredictor, type LayersModelParts, type Predictor } from './predict/predictor.js';
export { assignWeights } from './program/assign-weights.js';
export { createStepProgram, type StepProgramOptions } from './program/step-program.js';
