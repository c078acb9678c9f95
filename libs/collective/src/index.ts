export { AllReduce, type AllReduceOptions } from './all-reduce.js';
export { type Bucket, bytesOf, checkBuckets, chunkOf, planBuckets } from './buckets.js';
export { allocateBufferSets, type BufferSets } from './buffer-sets.js';
export {
  createFrameCodec,
  FRAME_HEADER_BYTES,
  type FrameCodec,
  type FrameRefusal,
  type KeyedHash,
  pairProof,
} from './frame-codec.js';
export { Liveness, type LivenessOptions } from './liveness.js';
export { soloTransport } from './solo-transport.js';
export { DEFAULT_STEP_DEADLINE } from './step-timing.js';
export {
  type Frame,
  FRAME_KINDS,
  type FrameHeader,
  type FrameKind,
  type Membership,
  type Transport,
} from './transport.js';
export { addInto, foldTree, maximalSubtrees, mergePlan, splitOf, type TreeMerge } from './tree.js';
export type { BufferSet, GatheredStep, StepDeadline, VectorExchange } from './vector-exchange.js';
export { xxh32 } from './xxh32.js';
