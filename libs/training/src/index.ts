export { CONTROL_WORDS, type ControlWord, type StepRecord } from './record.js';
export { collectiveExchange } from './collective-exchange.js';
export { decodeRecord, encodeRecord, mergeRecords } from './record-codec.js';
export type { ArtifactSink, CheckpointStore, StoredFile } from './ports/checkpoint-store.js';
export type {
  ArtifactBody,
  ArtifactInfo,
  ArtifactSize,
  ArtifactStore,
  OpenArtifact,
  PutOptions,
} from './ports/artifact-store.js';
export type { BatchFeed, BatchRequest, EvaluatedSplit } from './ports/batch-feed.js';
export type { NextGeneration, Regroup, Seal } from './ports/regroup.js';
export {
  type Complaint,
  type Formation,
  type RankEffect,
  type RankInput,
  type RankPhase,
  type RankTurn,
  rankTurn,
  type SealFacts,
} from './membership/rank-membership.js';
export { RankMembers, type RankMembersOptions, type SealReport } from './membership/rank-members.js';
export type { Peer, PeerTrouble, RankNetwork } from './ports/rank-network.js';
export type { BlobDoor } from './ports/blob-door.js';
export { type CheckpointIndex, parseIndex } from './checkpoint/checkpoint-index.js';
export {
  CHECKPOINTS_PREFIX,
  directoryOf,
  INDEX,
  MANIFEST,
  publishedSteps,
} from './checkpoint/checkpoint-layout.js';
export { checkpointsOver } from './checkpoint/checkpoints-over.js';
export { checkArtifactName } from './checkpoint/artifact-name.js';
export type { ReducedStep, StepExchange } from './ports/step-exchange.js';
export type {
  GradientCall,
  MetricTable,
  ParameterLayout,
  ReplicaState,
  Segment,
  ShardSums,
  StepProgram,
  UpdateCall,
} from './ports/step-program.js';
export type {
  HostTensor,
  LossFunction,
  Metric,
  OptimizerDefinition,
  TaskBatch,
  TaskDefinition,
  UpdateContext,
} from './ports/graph-parts.js';
export { type JobCheck, resolveJob, type ResolveOptions } from './job/resolve-job.js';
export { type Problem, problemsError } from './job/problem.js';
export { learningRateAt, type ScheduleContext } from './schedules/schedules.js';
export { lossFunction } from './losses/losses.js';
export { jobTask, supervised } from './tasks/tasks.js';
export { metricTable } from './metrics/metric-table.js';
export { confusionCsv } from './metrics/confusion.js';
export type { ConfusionTable } from './ports/graph-parts.js';
export type { LabelFacts } from './metrics/metric-context.js';
export { jobOptimizer, optimizerDefinition } from './optimizers/optimizers.js';
export { type OrderKey, sampleOrder } from './order/sample-order.js';
export { shardSlice, type StepPlan, type TrainingPlan, trainingPlan } from './order/training-plan.js';
export { addDigests, epochDigest, idDigest } from './order/id-digest.js';
export { microBatches } from './order/micro-batches.js';
export { stepSeed } from './order/step-seed.js';
export { modelTensors, type NamedTensor, replicaTensors, tensorsOf } from './checkpoint/named-tensor.js';
export { decodeSafetensors, encodeSafetensors } from './checkpoint/safetensors.js';
export { type FileTensor, readWeights, WEIGHTS_ENDINGS, type WeightsFile } from './weights/read-weights.js';
export { type CheckpointManifest, parseManifest, type ProgressState } from './checkpoint/manifest.js';
export {
  type StoreWithSpool,
  storeWithSpool,
  type StoreWithSpoolOptions,
} from './checkpoint/store-with-spool.js';
export {
  type CheckpointSpool,
  isSameRank,
  type RankName,
  type SpooledCheckpoint,
  type SpooledFacts,
  type SpoolEntry,
  spoolName,
} from './ports/checkpoint-spool.js';
export {
  coordinatorGrace,
  type GraceOptions,
  type WaitingRank,
  withoutCheckpoint,
} from './spool/giving-up.js';
export {
  createHeldCheckpoints,
  type HeldCheckpoints,
  type HeldCheckpointsOptions,
  type RunningRank,
} from './spool/held-checkpoints.js';
export { readSpooled } from './spool/read-spooled.js';
export { isEpochStart } from './checkpoint/compatibility.js';
export { changedFixedFields, type FixedField } from './checkpoint/fixed-fields.js';
export { type DocumentChange, documentChanges } from './job/document-changes.js';
export {
  evaluatedCheckpoint,
  type LoadedCheckpoint,
  loadCheckpoint,
  type LoadRequest,
  openCheckpoint,
} from './checkpoint/load-checkpoint.js';
export { sha256Hex } from './checkpoint/sha256.js';
export { tensorsSha256 } from './checkpoint/weights-hash.js';
export {
  type AuditReport,
  type AuditRequest,
  auditRun,
  type DeadlyStep,
  type Mismatch,
} from './audit/audit-run.js';
export { type AuditedJob, finalHistory, type History, type HistoryStep } from './audit/final-history.js';
export { type ReplayRange, replaySteps } from './loop/replay-steps.js';
export { rehearse } from './loop/rehearse.js';
export { runTraining } from './loop/run-training.js';
export { requireMonitored } from './callbacks/require-monitored.js';
export type { Delivered } from './loop/tracked-dataset.js';
export type {
  AuditEvent,
  BatchPipelines,
  DecisionEvent,
  EpochEvent,
  EvaluateEvent,
  GenerationEvent,
  Metrics,
  SkippedStepEvent,
  StepEvent,
  TrainingListener,
  TrainingOutcome,
  TrainingRun,
} from './loop/training-run.js';
