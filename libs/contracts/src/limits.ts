/**
 * Every limit and every constant deadline of Ringmaster, in one place. `ringmaster doctor` prints this table.
 * Times are milliseconds, sizes are bytes.
 */
export const LIMITS = {
  /** Largest job document accepted over HTTP. */
  jobDocumentBytes: 256 * 1024,
  /** Deepest nesting of a job document. */
  jobDocumentDepth: 24,
  /** Deepest nesting of a checkpoint's manifest, which holds such a document. */
  manifestDepth: 32,
  /** Deepest nesting of a `model.json` that is read: models within models are refused by name long before. */
  modelJsonDepth: 1_000,
  /** Layers of a model that a document describes, each as often as it is applied. */
  modelCalls: 10_000,
  /** Jobs that may wait at once. */
  queuedJobs: 50_000,
  /** Logical shards of one job. */
  shards: 1_024,
  /** Samples of one global batch. */
  batchSize: 1_048_576,
  /** Samples of one split of a generated data set, and values of all its splits together (they stay in memory). */
  syntheticSamples: 10_000_000,
  syntheticValues: 134_217_728,
  /** Values of all samples that are cut from one time series (they stay in memory). */
  seriesValues: 134_217_728,
  /** One file of a data set, and what a packed one may unpack to. */
  dataFileBytes: 1024 * 1024 * 1024,
  /** Files of a data set that together are larger stay on disk, where their format allows it, and are read by position. */
  dataWholeBytes: 256 * 1024 * 1024,
  /** A text file of a data set (CSV, JSON lines). */
  tableBytes: 256 * 1024 * 1024,
  /** One row of a table that is read by position. */
  tableRecordBytes: 64 * 1024 * 1024,
  /** A file of annotations of images; COCO's largest has 450 MB, and no text may be longer than this. */
  annotationBytes: 500 * 1024 * 1024,
  /** Columns of a table, characters of one of its fields. */
  dataColumns: 65_536,
  csvFieldChars: 1024 * 1024,
  /** Values of one table or array, which stay in memory. */
  dataValues: 268_435_456,
  /** Features that are eliminated one by one: each round solves as many linear equations. */
  eliminationFeatures: 256,
  /** Classes that the labels of a data set may make. */
  dataClasses: 65_536,
  /** Header of an NPY file, and entries of an NPZ archive. */
  npyHeaderBytes: 64 * 1024,
  zipEntries: 4_096,
  /** A model that a user brings as code, with all that it imports. */
  codeBytes: 16 * 1024 * 1024,
  /** Files of one registered data set, characters of a file's name, and what a manifest of them may take as JSON. */
  dataSetFiles: 100_000,
  dataNameChars: 512,
  dataManifestBytes: 64 * 1024 * 1024,
  /** Versions of registered data sets that one coordinator keeps. */
  dataSetVersions: 10_000,
  /** One piece of an upload; what was sent of it is kept when it breaks off. */
  dataPieceBytes: 8 * 1024 * 1024,
  /** Files that are uploaded, or fetched by a worker, at the same time. */
  dataTransfers: 4,
  /** How long an upload or a fetch is tried again while the coordinator does not answer. */
  dataRetryMs: 120_000,
  /** A half-done upload that nobody went on with for so long is removed. */
  dataUploadMs: 24 * 3_600_000,
  /** Longest download of a URL that becomes a data set. */
  dataUrlMs: 6 * 3_600_000,
  /** Redirects that such a download follows. */
  dataUrlRedirects: 5,
  /** What a worker keeps of registered data sets, unless it is told another number. */
  dataCacheBytes: 20 * 1024 * 1024 * 1024,
  /** Longest fetch of one data set by a worker; the job waits for it. */
  dataFetchMs: 6 * 3_600_000,
  /** Waiting for another process of the host that looks after the cache. */
  dataCacheLockMs: 30_000,
  /** Threads of one rank that prepare batches; the batches that each works ahead, and what all of them may take. */
  dataThreads: 64,
  batchesAheadOfThread: 3,
  batchesAheadBytes: 256 * 1024 * 1024,
  /** One image file, and the pixels that it may unpack to. */
  imageFileBytes: 64 * 1024 * 1024,
  imagePixels: 64 * 1024 * 1024,
  /** Jobs that the coordinator holds for admission at once, in the queue's order. */
  admissionWindow: 32,
  /** A job that could not be placed this long may not be overtaken any more. */
  starvingMs: 60_000,
  /** Waiting so long makes up for one point of priority. */
  agingMs: 60_000,
  /** Waiting jobs that one plan looks at, in all and of one owner and project. */
  planJobs: 256,
  planJobsOfTenant: 64,
  /** What stopping with a checkpoint usually takes: when slots that are given up are expected. */
  leavingMs: 5_000,
  /** Different jobs that fail one after the other on an agent, within the time, after which it gets nothing for a while. */
  agentFailures: 3,
  agentFailureWindowMs: 600_000,
  /** How long at first; doubles with every further failure, up to the second number. */
  agentCoolDownMs: 120_000,
  agentCoolDownMaxMs: 3_600_000,
  /** Ranks that may fail on an agent before they could join, until an attempt asks it no more; the pause doubles. */
  joinFailures: 3,
  joinBackoffMs: 500,
  /** A forecast of the queue is kept so long, and longer where it took long to make. */
  forecastMs: 1_000,
  /** Owners and projects that the quotas may name, and bytes of their file. */
  quotaNames: 10_000,
  quotaFileBytes: 1024 * 1024,
  /** How often the coordinator compares what is with what should be. */
  reconcileMs: 500,
  /** A queue of more jobs than the first number is compared with the log only this often. */
  reconcileJobs: 1_000,
  reconcileQueueMs: 10_000,
  /** Messages to one agent that it has not read; past it the session is ended. */
  controlQueuedMessages: 10_000,
  /** Events of one agent that wait to be written down; past it its stream is not read. */
  agentQueuedEvents: 1_000,
  /** Slots of one agent. */
  agentSlots: 1_024,
  /** Memory that a rank is taken to need when its document does not say. */
  rankMemoryBytes: 256 * 1024 * 1024,
  /** How long a rank that was told to end may take to be reported gone; past it it counts as lost. */
  killConfirmMs: 10_000,
  /** Largest control-plane gRPC message. */
  controlMessageBytes: 4 * 1024 * 1024,
  /** Payload of one data-plane frame. */
  frameBytes: 512 * 1024,
  /** Largest data-plane message accepted; header included. */
  dataMessageBytes: 1024 * 1024 + 4096,
  /** HTTP/2 receive window of the pulling side of the data plane. */
  dataWindowBytes: 16 * 1024 * 1024,
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
  /** Index of a checkpoint, and each list of a backup's archive: they are read into memory. */
  checkpointIndexBytes: 16 * 1024 * 1024,
  backupJsonBytes: 256 * 1024 * 1024,
  /** Weights of an exported graph (SavedModel, ONNX): a protobuf message ends at 2 GiB. */
  exportGraphBytes: 2 * 1024 * 1024 * 1024 - 16 * 1024 * 1024,
  /** Converting a model into another format, in a process of its own. */
  exportMs: 600_000,
  /** One line of a trainer's log; longer ones are cut. */
  logLineBytes: 8 * 1024,
  /** The log of one job, also without `limits.disk`; past it lines are left out, and its last one tells so. */
  jobLogBytes: 1024 * 1024 * 1024,
  /** Last log lines kept in a crash bundle. */
  crashLogLines: 200,
  /** What of a crash's log lines, and of a cause's details, goes into the job's log. */
  crashLogBytes: 64 * 1024,
  /** Tokens beside the home's own, and bytes of their file. */
  tokens: 1_000,
  tokensFileBytes: 1024 * 1024,
  /** One file of the list of actions, and how many of them are kept; of refusals to those who may not ask, fewer. */
  actionsFileBytes: 16 * 1024 * 1024,
  actionsFiles: 8,
  refusalsFiles: 2,
  /** One value in such a line: what a request was about; longer ones are cut. */
  actionFieldChars: 200,
  /** Connecting anywhere. */
  connectMs: 5_000,
  /** HTTP connections to the coordinator; one too many ends the oldest one that nobody with a token uses. */
  httpConnections: 1_024,
  /** Head of a request: its size, and when it must be there. */
  httpHeaderBytes: 16 * 1024,
  httpHeadersMs: 10_000,
  /** A body of JSON: when its beginning must be there, and how fast the rest must come at least. */
  httpBodyMs: 10_000,
  httpBodyBytesPerSecond: 256 * 1024,
  /** A connection that nothing is asked on, and one whose request was answered before it was read. */
  httpKeepAliveMs: 10_000,
  httpLingerMs: 2_000,
  /** Calls at once on one gRPC connection: of an agent to the coordinator, of a rank to another. */
  controlStreams: 8,
  dataStreams: 64,
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
  /** Silence that makes others suspect a rank when one of them has lost it. */
  peerSuspectMs: 1_000,
  /** Asking whether anybody still listens at a lost peer's port. */
  peerProbeMs: 250,
  /** How long the others' word that a rank is gone waits for its agent's own report of how it ended. */
  deathReportMs: 400,
  /** How long ranks that have sealed wait for the others, where nobody said how long a step may take. */
  sealMs: 60_000,
  /** State that one rank hands to another. */
  stateBytes: 4 * 1024 * 1024 * 1024,
  /** HTTP/2 keepalive of the data plane: interval, and the wait for its answer. */
  dataKeepaliveMs: 10_000,
  dataKeepaliveTimeoutMs: 5_000,
  /** Closing the data plane: how long what is queued may still flow. */
  dataCloseMs: 1_000,
  /** How long a checkpoint that is due holds up training for the one before it: no coordinator that is away may show in the steps. */
  checkpointWaitMs: 250,
  /** Other agents that one tests whether it reaches: how many at most, how often, and how soon again one that was not reached. */
  meshAgents: 64,
  reachEveryMs: 30_000,
  reachRetryMs: 5_000,
  /** How often an agent says that it is alive, and the silence after which it counts as lost. */
  heartbeatMs: 500,
  agentLostMs: 3_000,
  /** How often a line says that agents report about ranks that they were not given. */
  strangerLogMs: 10_000,
  /** How long a trainer with a job goes on without its agent and waits to be taken over by the next one. */
  orphanMs: 30_000,
  /** Silence of an agent after which its ranks count as gone, unless the others have lost them before. */
  agentGoneMs: 35_000,
  /** How long an agent that was started again waits for the trainers that the one before it had. */
  orphanJoinMs: 10_000,
  /** How long a returning coordinator waits for the agents that it knew. */
  adoptionMs: 15_000,
  /** How long an agent keeps its ranks running without a coordinator. */
  coordinatorGraceMs: 600_000,
  /** Checkpoints that an agent keeps for a coordinator that is away: so many bytes, and for so long (7 days). */
  spoolBytes: 16 * 1024 * 1024 * 1024,
  spoolKeepMs: 604_800_000,
  /** An attempt waits for such a checkpoint while it comes: so long without a byte of it. Reading it before counts too. */
  deliveryIdleMs: 120_000,
  /** How long a worker that is asked to end (SIGTERM) lets its ranks leave; well below what ends it by force. */
  drainGraceMs: 12_000,
  /** The same for `ringmaster worker drain` and for a notice that the machine will be taken away. */
  drainMs: 600_000,
  noticeGraceMs: 90_000,
  /** How often a worker looks for such a notice, and how long the command that tells may take. */
  noticeEveryMs: 2_000,
  noticeCommandMs: 5_000,
  /** Generations in a row that end in the same step, after which the step counts as a failure of the job. */
  poisonGenerations: 3,
  /** Text that says why somebody wants something. */
  reasonChars: 200,
  /** From a polite stop to SIGKILL. */
  stopGraceMs: 5_000,
  /**
   * From asking an attempt to pause to ending it by force: a step and its checkpoint have to fit in. It is longer while
   * bytes of the checkpoint come, until none did for `deliveryIdleMs`.
   */
  pauseMs: 90_000,
  /** From asking a process of a local cluster to stop, its own children included, to SIGKILL. */
  processStopMs: 20_000,
  /** A local cluster: spawn to "all workers joined". */
  clusterStartMs: 60_000,
  /** Longest pause before a process of a local cluster is started again. */
  restartMaxMs: 30_000,
  /** Idle warm trainers per agent and how long they are kept. */
  warmTrainers: 4,
  warmTrainerMs: 600_000,
  /** Jobs after which a warm trainer is replaced by a fresh process. */
  trainerJobs: 50,
  /** Pause between two looks at a trainer's resident memory. */
  memoryWatchMs: 1_000,
  /** Pause between two looks at what jobs with `limits.disk` keep. */
  diskWatchMs: 1_000,
  /** The answer of `nvidia-smi`. */
  deviceProbeMs: 5_000,
  /** Between two progress reports of one rank. */
  progressMs: 250,
  /** Over how long, and over how many steps at least, the pace of a rank is judged. */
  paceMs: 5_000,
  paceSteps: 10,
  /** Shards go from slow ranks to fast ones at the earliest so long after the last change, if steps then take that part less. */
  rebalanceMs: 10_000,
  rebalanceGain: 0.1,
  /** Jobs whose ranks' times are remembered. */
  pacedJobs: 1_000,
  /** A rank is slow from so many times the median of the others for a shard on, and so many ms more; below the last, no more. */
  slowRankFactor: 2,
  slowRankMs: 1,
  slowRankOverFactor: 1.5,
  /** Steps between two lines of the metrics file. */
  metricsEverySteps: 10,
  /** Lines of the audit log that a rank sends together: for so long, and so many bytes. */
  auditBatchMs: 500,
  auditBatchBytes: 256 * 1024,
  /** Captured log lines that travel together: for so long, and so many. */
  logBatchMs: 100,
  logBatchLines: 100,
  /** An agent looking for its coordinator again: base, doubling, cap; well below `adoptionMs`. */
  reconnectBaseMs: 100,
  reconnectMaxMs: 2_000,
  /** What an agent keeps for a coordinator that is away; reports that end something are kept beyond it. */
  outboxEvents: 10_000,
  outboxBytes: 16 * 1024 * 1024,
  /** Backoff between attempts: base, doubling, cap. */
  retryBaseMs: 500,
  retryMaxMs: 60_000,
  /** Silence on an event stream after which a comment is sent. */
  sseHeartbeatMs: 10_000,
  /** A follower that takes no byte for this long is cut off. */
  sseStallMs: 30_000,
  /** Bytes of a log or metrics file that are read at once, for a follower and for who asks for the last lines. */
  followChunkBytes: 256 * 1024,
  /** Last lines of a job's files, or of the lists of actions, that one may ask for. */
  tailLines: 1_000_000,
  /** Silence after which a follower of events connects again; the server sends a comment well before. */
  sseIdleMs: 30_000,
  /** How long a follower keeps trying to reach a coordinator that went away. */
  sseReconnectMs: 120_000,
  /** One server-sent event, or one line of JSON lines. */
  sseEventBytes: 4 * 1024 * 1024,
  /** A download that brings no byte for this long is given up. */
  downloadIdleMs: 30_000,
  /** A private Redis: spawn to first answer, the append-only file loaded. */
  redisStartMs: 20_000,
  /** Waiting for another process that is just starting or adopting the same private Redis. */
  redisLockMs: 30_000,
  /** Pause between looks at a private Redis, and the longest pause before it is started again. */
  redisWatchMs: 500,
  redisRestartMaxMs: 10_000,
  /** Longest pause between two tries to reach Redis again. */
  redisReconnectMs: 1_000,
  /** A coordinator that stays silent this long may be replaced without force. */
  leaseMs: 5_000,
  /** How far above its own epoch a coordinator believes an agent that has served a later one; each start counts one. */
  epochLead: 100_000,
  /** Records written to Redis by one script call. */
  logBatchRecords: 500,
  /** A batch file of the log's mirror that has grown to this is followed by another. */
  logBatchFileBytes: 16 * 1024 * 1024,
  /** One record of a job's log. */
  logRecordBytes: 1024 * 1024,
  logRecordDepth: 64,
  /** A queue lock that nobody renews ends after this time. */
  queueLockMs: 30_000,
  /** How often the queue looks after its connection and its waiting jobs. */
  queueWatchMs: 1_000,
  /** Ended jobs that the queue remembers, so that adding one again is a no-op. */
  queueEndedJobs: 1_000,
  /** Name of an artifact. */
  artifactNameBytes: 512,
  /** A transfer of an artifact may stand still this long. */
  artifactIdleMs: 30_000,
  /** How long artifact requests are repeated while the coordinator is away. */
  artifactRetryMs: 600_000,
  /** Appended lines reach the file at the latest after this time, or when this much has gathered. */
  appendFlushMs: 200,
  appendBufferBytes: 1024 * 1024,
  /** One part of a large object in S3: an upload holds two or three of them in memory. */
  s3PartBytes: 8 * 1024 * 1024,
  /** Tries of one S3 request, with growing pauses. */
  s3Attempts: 5,
  /** Keys that one answer of an S3 store lists. */
  s3PageKeys: 1_000,
  /** Digests of S3 objects that are remembered. */
  s3Digests: 10_000,
  /** Multipart uploads that were begun longer ago than this have lost their sender. */
  s3UploadMs: 86_400_000,
  /** How often logs and metrics are copied to an artifact store outside the home directory. */
  feedUploadMs: 60_000,
  /** Versions that the model registry holds. */
  modelVersions: 10_000,
  /** Files of one exported model that is loaded for predictions. */
  modelBytes: 2 * 1024 * 1024 * 1024,
  /** Loading a model for predictions: engine, weights, graphs. */
  modelLoadMs: 120_000,
  /** One request for predictions: its body, and how deep its lists may be nested. */
  predictBodyBytes: 8 * 1024 * 1024,
  predictDepth: 16,
  /** The whole body must be there by then, and the answer by then. */
  predictBodyMs: 5_000,
  predictMs: 10_000,
  /** `POST /v1/generate`: characters of a prompt, tokens and beams of an answer, requests that may wait, time of one from its turn on. */
  serveGeneratePrompt: 100_000,
  serveGenerateTokens: 2_048,
  serveGenerateBeams: 16,
  serveGenerateWaiting: 32,
  serveGenerateMs: 60_000,
  /** Samples of one batch, samples that may wait, and how long one may wait for others. */
  predictBatch: 1_024,
  predictQueue: 65_536,
  predictDelayMs: 1_000,
  /** Connections to one model server. */
  predictConnections: 1_024,
  /** Attention weights of all layers for one sample that a picture is made of; more are not drawn. */
  attentionValues: 4_194_304,
  /** One call of generation: tokens that are made, and sequences that beam search follows at once. */
  generateTokens: 65_536,
  generateBeams: 256,
  /** From asking a model server to stop to its end, requests in flight answered. */
  predictDrainMs: 15_000,
  /** Left-over temporary files older than this are swept. */
  tempFileMs: 3_600_000,
} as const;

export type Limits = typeof LIMITS;
