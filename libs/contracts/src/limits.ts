/**
 * Every limit and every constant deadline of Ringmaster, in one place. `ringmaster doctor` prints this table.
 * Times are milliseconds, sizes are bytes.
 */
export const LIMITS = {
  /** Largest job document accepted over HTTP. */
  jobDocumentBytes: 256 * 1024,
  /** Deepest nesting of a job document. */
  jobDocumentDepth: 16,
  /** Jobs that may wait at once. */
  queuedJobs: 50_000,
  /** Logical shards of one job. */
  shards: 1_024,
  /** Samples of one global batch. */
  batchSize: 1_048_576,
  /** Samples of one split of a generated data set, and values of all its splits together (they stay in memory). */
  syntheticSamples: 10_000_000,
  syntheticValues: 134_217_728,
  /** Largest control-plane gRPC message. */
  controlMessageBytes: 4 * 1024 * 1024,
  /** Payload of one data-plane frame. */
  frameBytes: 512 * 1024,
  /** Largest data-plane message accepted; header included. */
  dataMessageBytes: 1024 * 1024 + 4096,
  /** HTTP/2 receive window of the pulling side of the data plane. */
  dataWindowBytes: 16 * 1024 * 1024,
  /** Frames that one peer may be ahead before it must wait. */
  dataQueuedBytes: 64 * 1024 * 1024,
  /** Requests of the data plane: pulls and pings. */
  dataRequestBytes: 4 * 1024,
  /** One rank's records of one round. */
  recordBundleBytes: 16 * 1024 * 1024,
  /** Gradients that travel together. */
  bucketBytes: 4 * 1024 * 1024,
  /** JSON header of a safetensors file. */
  safetensorsHeaderBytes: 100 * 1024 * 1024,
  /** One artifact (a checkpoint, an export). */
  artifactBytes: 64 * 1024 * 1024 * 1024,
  /** One line of a trainer's log; longer ones are cut. */
  logLineBytes: 8 * 1024,
  /** Last log lines kept in a crash bundle. */
  crashLogLines: 200,
  /** Connecting anywhere. */
  connectMs: 5_000,
  /** One HTTP API call that does not follow anything. */
  apiCallMs: 10_000,
  /** One Redis command; past it the API answers 503. */
  redisCommandMs: 1_500,
  /** A trainer's process: spawn to "engine loaded". */
  trainerStartMs: 120_000,
  /** All ranks of a generation must be ready by then. */
  gangReadyMs: 60_000,
  /** A step before any step of its signature has been observed. */
  firstStepMs: 60_000,
  /** A later step: this many times the slowest seen, but at least `minStepMs`. */
  stepFactor: 20,
  minStepMs: 10_000,
  /** How often ranks ping each other, and the silence after which a rank counts as lost. */
  pingMs: 500,
  peerSilentMs: 1_500,
  /** HTTP/2 keepalive of the data plane: interval, and the wait for its answer. */
  dataKeepaliveMs: 10_000,
  dataKeepaliveTimeoutMs: 5_000,
  /** Closing the data plane: how long what is queued may still flow. */
  dataCloseMs: 1_000,
  /** How long a checkpoint that is due holds up training for the one before it. */
  checkpointWaitMs: 1_000,
  /** How often an agent says that it is alive, and the silence after which it counts as lost. */
  heartbeatMs: 500,
  agentLostMs: 3_000,
  /** How long a returning coordinator waits for the agents that it knew. */
  adoptionMs: 15_000,
  /** How long an agent keeps its ranks running without a coordinator. */
  coordinatorGraceMs: 600_000,
  /** From a polite stop to SIGKILL. */
  stopGraceMs: 5_000,
  /** Idle warm trainers per agent and how long they are kept. */
  warmTrainers: 4,
  warmTrainerMs: 600_000,
  /** Backoff between attempts: base, doubling, cap. */
  retryBaseMs: 500,
  retryMaxMs: 60_000,
  /** Server-sent events kept in memory per follower before it is cut off. */
  sseBacklogEvents: 10_000,
} as const;

export type Limits = typeof LIMITS;
