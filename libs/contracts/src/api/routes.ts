/** Who may call a route: anyone with the user token, a rank with its job's artifact token, or anybody. */
export type RouteAccess = 'user' | 'job' | 'public';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly access: RouteAccess;
  readonly summary: string;
}

/**
 * The HTTP API of the coordinator, whole. Bearer token in `Authorization`. Errors are `{ error: ErrorBody }`.
 * `:id` accepts a unique prefix of a job id. Bodies and answers are JSON unless the summary says otherwise.
 */
export const ROUTES = {
  livez: { method: 'GET', path: '/livez', access: 'public', summary: 'the process answers' },
  readyz: {
    method: 'GET',
    path: '/readyz',
    access: 'public',
    summary: 'Redis and the store answer; 503 otherwise',
  },
  info: {
    method: 'GET',
    path: '/v1/info',
    access: 'user',
    summary: '{version, epoch, startedAt, controlAddress, redis, limits}',
  },
  submit: {
    method: 'POST',
    path: '/v1/jobs',
    access: 'user',
    summary: 'SubmitRequest → 201 JobView (200 when the same id was submitted before)',
  },
  jobs: {
    method: 'GET',
    path: '/v1/jobs',
    access: 'user',
    summary: '{jobs: JobView[]}, newest first; ?state=&limit=',
  },
  job: { method: 'GET', path: '/v1/jobs/:id', access: 'user', summary: 'JobView' },
  cancel: { method: 'POST', path: '/v1/jobs/:id/cancel', access: 'user', summary: 'JobView; idempotent' },
  pause: {
    method: 'POST',
    path: '/v1/jobs/:id/pause',
    access: 'user',
    summary:
      'JobView; all ranks stop at the same step with a checkpoint and give their slots back; idempotent',
  },
  resume: {
    method: 'POST',
    path: '/v1/jobs/:id/resume',
    access: 'user',
    summary: 'JobView; a paused job goes back into the queue',
  },
  retry: {
    method: 'POST',
    path: '/v1/jobs/:id/retry',
    access: 'user',
    summary:
      'RetryRequest → 201 JobView of a new job that goes on where the failed or cancelled one ended (200 when it exists)',
  },
  scale: {
    method: 'POST',
    path: '/v1/jobs/:id/scale',
    access: 'user',
    summary: 'ScaleRequest → always 409: the number of workers of an attempt is fixed',
  },
  events: {
    method: 'GET',
    path: '/v1/jobs/:id/events',
    access: 'user',
    summary:
      'server-sent events: `state` and `progress` carry a JobView, `log` a LogLine, `metric` a metrics line; replays from Last-Event-ID; ends after the terminal state',
  },
  logs: {
    method: 'GET',
    path: '/v1/jobs/:id/logs',
    access: 'user',
    summary: 'JSON lines (LogLine); ?tail=n',
  },
  metrics: {
    method: 'GET',
    path: '/v1/jobs/:id/metrics',
    access: 'user',
    summary: 'JSON lines of the metrics file',
  },
  checkpoints: {
    method: 'GET',
    path: '/v1/jobs/:id/checkpoints',
    access: 'user',
    summary: '{jobId, checkpoints: CheckpointView[]}, oldest first',
  },
  verifyCheckpoints: {
    method: 'GET',
    path: '/v1/jobs/:id/checkpoints/verify',
    access: 'user',
    summary: 'reads every byte of every checkpoint: JSON lines (CheckpointCheck), one a checkpoint',
  },
  workers: { method: 'GET', path: '/v1/workers', access: 'user', summary: '{workers: WorkerView[]}' },
  validate: {
    method: 'POST',
    path: '/v1/validate',
    access: 'user',
    summary: '{document} → {resolved}; 400 with all problems otherwise',
  },
  artifacts: {
    method: 'GET',
    path: '/v1/jobs/:id/artifacts',
    access: 'job',
    summary: '{artifacts: [{name, bytes, sha256}]}; ?prefix=',
  },
  artifact: { method: 'GET', path: '/v1/jobs/:id/artifacts/*', access: 'job', summary: 'the bytes' },
  putArtifact: {
    method: 'PUT',
    path: '/v1/jobs/:id/artifacts/*',
    access: 'job',
    summary: 'streams bytes in; header x-content-sha256 is checked; published atomically',
  },
  removeArtifact: {
    method: 'DELETE',
    path: '/v1/jobs/:id/artifacts/*',
    access: 'job',
    summary: 'removes one artifact, or all below a name that ends with "/"',
  },
  models: { method: 'GET', path: '/v1/models', access: 'user', summary: '{models: ModelEntry[]}, by name' },
  tagModel: {
    method: 'POST',
    path: '/v1/models',
    access: 'user',
    summary: 'TagModelRequest → 201 ModelEntry (200 when the version is registered already); moves the tag',
  },
  model: {
    method: 'GET',
    path: '/v1/models/:ref',
    access: 'user',
    summary: 'ModelEntry; `:ref` is a name, name:tag or name@version',
  },
  removeModel: {
    method: 'DELETE',
    path: '/v1/models/:ref',
    access: 'user',
    summary: 'ModelRemoval; ?force=true where the version goes with its last tag',
  },
  modelFile: {
    method: 'GET',
    path: '/v1/models/:ref/files/*',
    access: 'user',
    summary: 'the bytes of one file',
  },
} as const satisfies Readonly<Record<string, Route>>;
