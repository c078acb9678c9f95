export { LIMITS, type Limits } from './limits.js';
export { PROTOCOL_VERSION, VERSION } from './version.js';
export { type AugmentKind, AugmentSpec, isMixing } from './job/augment.js';
export {
  API_HEADER,
  apiSkew,
  type ApiSkew,
  apiSpeaker,
  type ApiSpeaker,
  joinProblem,
  sameRelease,
  speaker,
  type Speaker,
  VERSION_HEADER,
} from './skew.js';
export { ERROR_CODES, type ErrorCode, type ErrorView } from './errors.js';
export {
  AdversarialSpec,
  EarlyStoppingSpec,
  DataSource,
  Label,
  OptimizerSpec,
  RegistryName,
  ScheduleSpec,
  Reduce,
} from './job/components.js';
export {
  type LabelKind,
  LOSS_LABELS,
  LOSS_NAMES,
  LossName,
  lossName,
  LossOptions,
  lossOptions,
  LossSpec,
} from './job/losses.js';
export {
  FALLING_METRICS,
  METRIC_NAMES,
  MetricName,
  MetricOptions,
  metricOptions,
  MetricSpec,
} from './job/metrics.js';
export { PrecisionSpec } from './job/precision.js';
export { TASK_NAMES, type TaskName, TaskSpec } from './job/tasks.js';
export { InitialSpec, WeightRule } from './job/initial.js';
export { JobDocument, type JobDocumentInput, type ResolvedJob } from './job/document.js';
export { rankMemoryBytes } from './job/rank-memory.js';
export {
  EXPORT_FORMATS,
  ExportAnswer,
  type ExportFormat,
  ExportOrder,
  ExportReport,
} from './export-order.js';
export { INPUT_FORMATS, type InputFormat } from './api/input-formats.js';
export { jobDocumentJsonSchema } from './job/json-schema.js';
export { ByteSize, Duration, durationMs, sizeBytes } from './job/units.js';
export {
  API_VERSION,
  DEFAULT_OWNER,
  AttemptView,
  GenerationView,
  EndpointFile,
  ErrorBody,
  ForkView,
  JOB_STATES,
  JobEvent,
  JobResult,
  JobState,
  JobView,
  LogLine,
  RankTimings,
  SlowRank,
  STEP_PHASES,
  type StepPhase,
  StepTimings,
  ProgressView,
  RankView,
  DrainRequest,
  RetryRequest,
  ScaleRequest,
  SubmitRequest,
  TERMINAL_STATES,
  WaitingView,
  WorkerView,
} from './api/views.js';
export {
  ArtifactList,
  ArtifactView,
  CheckpointCheck,
  CheckpointList,
  CheckpointView,
  GcItem,
  GcLine,
  GcRequest,
  InfoView,
  JobList,
  PlanAnswer,
  PinRequest,
  PinsView,
  ValidateAnswer,
  WorkerList,
} from './api/answers.js';
export { AuditBegin, auditFloat, AuditLine, AuditStep, DocumentAnswer } from './api/audit.js';
export { ReplayMessage, ReplayReport, ReplayRequest, type Statistics } from './api/replay.js';
export {
  DataFile,
  DataFileName,
  DataManifest,
  DataSetList,
  DataSetManifest,
  DataSetView,
  DataUpload,
  MissingData,
  RemovedData,
} from './api/data.js';
export {
  DEFAULT_MODEL_TAG,
  ModelEntry,
  ModelList,
  ModelName,
  type ModelRef,
  ModelRefText,
  ModelRemoval,
  ModelTag,
  ModelVersion,
  TagModelRequest,
} from './api/models.js';
export { ringmaster as wire } from './gen/wire.js';
export { ROLES, type Role, roleSuffices, type Route, type RouteAccess, ROUTES } from './api/routes.js';
export {
  ActionLine,
  CreatedToken,
  CreateTokenRequest,
  TokenList,
  TokenName,
  TokenView,
} from './api/access.js';
export {
  type HomeLayout,
  homeLayout,
  type TlsLayout,
  tlsLayout,
  type UserFacts,
  type UserPlaces,
  userPlaces,
} from './home.js';
