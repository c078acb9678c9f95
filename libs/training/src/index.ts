export { collectiveExchange } from './collective-exchange.js';
export { decodeRecord, encodeRecord, mergeRecords } from './record-codec.js';
export { CONTROL_WORDS, type ControlWord, type StepRecord } from './record.js';
export type { ArtifactSink, CheckpointStore, StoredFile } from './ports/checkpoint-store.js';
export type { ReducedStep, StepExchange } from './ports/step-exchange.js';
export type {
  GradientCall,
  ParameterLayout,
  ReplicaState,
  Segment,
  ShardSums,
  StepProgram,
  UpdateCall,
} from './ports/step-program.js';
export type { LossFunction, MetricFunction, OptimizerDefinition } from './ports/graph-parts.js';
