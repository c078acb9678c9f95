export { LIMITS, type Limits } from './limits.js';
export { PROTOCOL_VERSION, VERSION } from './version.js';
export { ERROR_CODES, type ErrorCode, type ErrorView } from './errors.js';
export {
  AugmentSpec,
  DataSource,
  Label,
  LOSS_NAMES,
  LossName,
  OptimizerSpec,
  RegistryName,
  ScheduleSpec,
} from './job/components.js';
export { JobDocument, type JobDocumentInput, type ResolvedJob } from './job/document.js';
export { jobDocumentJsonSchema } from './job/json-schema.js';
export { ByteSize, Duration, durationMs, sizeBytes } from './job/units.js';
export {
  API_VERSION,
  AttemptView,
  EndpointFile,
  ErrorBody,
  JOB_STATES,
  JobEvent,
  JobResult,
  JobState,
  JobView,
  LogLine,
  ProgressView,
  RankView,
  SubmitRequest,
  TERMINAL_STATES,
  WorkerView,
} from './api/views.js';
export { ArtifactList, ArtifactView, InfoView, JobList, ValidateAnswer, WorkerList } from './api/answers.js';
export { ringmaster as wire } from './gen/wire.js';
export { type Route, type RouteAccess, ROUTES } from './api/routes.js';
export { type HomeLayout, homeLayout } from './home.js';
