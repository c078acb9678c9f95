export { MODEL_RUNS, type ModelRun, modelRunDocument } from './models/model-runs.js';
export { classInfo, type SmallModel, SMALL_MODELS, smallBatch } from './models/small-models.js';
export { jobEvent, jobLogContract, type JobLogPlace } from './job-log-contract.js';
export { memoryJobLog, type MemoryLogStore } from './memory-job-log.js';
export { jobQueueContract, type JobQueuePlace } from './job-queue-contract.js';
export { memoryJobQueue } from './memory-job-queue.js';
export {
  type Loopback,
  loopback,
  type LoopbackOptions,
  type WireEvent,
  type WireFrame,
} from './transport/loopback.js';
export { weakKeyedHash } from './transport/weak-keyed-hash.js';
export { type OpenTransports, transportContract } from './transport/transport-contract.js';
export {
  checkpointStoreContract,
  type CheckpointStoreSubject,
} from './checkpoints/checkpoint-store-contract.js';
export {
  checkpointSpoolContract,
  type CheckpointSpoolSubject,
} from './checkpoints/checkpoint-spool-contract.js';
export { type MemoryCheckpointStore, memoryCheckpointStore } from './checkpoints/memory-checkpoint-store.js';
export { artifactStoreContract, type ArtifactStoreSubject } from './artifacts/artifact-store-contract.js';
export { memoryArtifacts } from './artifacts/memory-artifacts.js';
export { type InProcessMembers, inProcessMembers } from './training/in-process-members.js';
export { linearProgram, type LinearProgramOptions } from './training/linear-program.js';
export { BLOB_CLASSES, BLOB_INPUTS, blobs, linearJob, linearModel } from './training/linear-run.js';
export { batchFeedContract, type BatchFeedSubject } from './training/batch-feed-contract.js';
export { type MemoryFeed, memoryFeed } from './training/memory-feed.js';
export { memoryDataset, type MemoryDatasetOptions } from './training/memory-dataset.js';
export { type InProcessTraining, plainPipelines, trainInProcess } from './training/train-in-process.js';
export { type ExchangeShape, memoryExchanges, type OpenExchanges } from './exchange/memory-exchanges.js';
export { stepExchangeContract, type StepExchangeContractOptions } from './exchange/step-exchange-contract.js';
export type { SimPlatform } from './simulator/virtual-time.js';
export { PLANTED_BUGS, type PlantedBug } from './simulator/planted-bugs.js';
export {
  describeFault,
  type Fault,
  type Reduction,
  type Scenario,
  scenarioOf,
} from './simulator/scenario.js';
export { runScenario, type WorldOptions, type WorldReport } from './simulator/world.js';
export {
  addTally,
  noTally,
  phaseTable,
  replayCommand,
  shrink,
  type Shrunk,
  type SimTally,
  simulate,
  type SimulateOptions,
} from './simulator/simulate.js';
