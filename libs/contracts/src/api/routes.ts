/**
 * What a token lets its bearer do; each role may do what the one before it may. `worker` joins as a worker and does nothing
 * else.
 */
export const ROLES = ['worker', 'reader', 'submitter', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** True when a role may do what at least needs another. */
export const roleSuffices = (role: Role, least: Role): boolean =>
  least !== 'worker' && ROLES.indexOf(role) >= ROLES.indexOf(least);

/** Who may call a route: anybody, or at least this role. */
export type RouteAccess = 'public' | Exclude<Role, 'worker'>;

/** A field by its path: of the body, the query or the JSON answer. */
export type AboutField = `${'body' | 'query' | 'answer'}.${string}`;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly access: RouteAccess;
  /** A rank comes in with the token of its attempt, too: for what belongs to its job. */
  readonly ranks?: true;
  /** It only answers a question, or is one of very many parts: the list of actions leaves it out. */
  readonly unlisted?: true;
  /**
   * What a mutation is about, beside the parameters of its path: the list of actions names these fields, and no others. Never
   * a secret; what is not there, or is no text, number or truth value, is left out.
   */
  readonly about?: readonly AboutField[];
  readonly summary: string;
}

/**
 * The HTTP API of the coordinator, whole. Bearer token in `Authorization`. Errors are `{ error: ErrorBody }`.
 * Every answer names its `ringmaster-version` and `ringmaster-api`; a request with another `ringmaster-api` is refused (409).
 * `access` is the least role, `ranks` lets the token of a running attempt in as well (of one that is over: only at checkpoints that come late). `:id` accepts a unique prefix of a job id. Bodies and answers are JSON unless the summary says otherwise.
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
    access: 'reader',
    summary: '{version, protocol, epoch, startedAt, controlAddress, redis, limits, setAside}',
  },
  submit: {
    method: 'POST',
    path: '/v1/jobs',
    access: 'submitter',
    about: ['body.jobId'],
    summary: 'SubmitRequest → 201 JobView (200 when the same id was submitted before)',
  },
  jobs: {
    method: 'GET',
    path: '/v1/jobs',
    access: 'reader',
    summary: '{jobs: JobView[]}, newest first; ?state=&limit=',
  },
  job: { method: 'GET', path: '/v1/jobs/:id', access: 'reader', summary: 'JobView' },
  cancel: {
    method: 'POST',
    path: '/v1/jobs/:id/cancel',
    access: 'submitter',
    summary: 'JobView; idempotent',
  },
  pause: {
    method: 'POST',
    path: '/v1/jobs/:id/pause',
    access: 'submitter',
    summary:
      'JobView; all ranks stop at the same step with a checkpoint and give their slots back; idempotent',
  },
  resume: {
    method: 'POST',
    path: '/v1/jobs/:id/resume',
    access: 'submitter',
    summary: 'JobView; a paused job goes back into the queue',
  },
  retry: {
    method: 'POST',
    path: '/v1/jobs/:id/retry',
    access: 'submitter',
    about: ['body.jobId'],
    summary:
      'RetryRequest → 201 JobView of a new job that goes on where the failed or cancelled one ended (200 when it exists)',
  },
  scale: {
    method: 'POST',
    path: '/v1/jobs/:id/scale',
    access: 'submitter',
    about: ['body.workers'],
    summary:
      'ScaleRequest → JobView; so many workers are wanted from now on: a running job gives workers up at its next step, or takes idle slots',
  },
  events: {
    method: 'GET',
    path: '/v1/jobs/:id/events',
    access: 'reader',
    summary:
      'server-sent events: `state` and `progress` carry a JobView, `log` a LogLine, `metric` a metrics line; replays from Last-Event-ID; ends after the terminal state',
  },
  logs: {
    method: 'GET',
    path: '/v1/jobs/:id/logs',
    access: 'reader',
    summary: 'JSON lines (LogLine); ?tail=n',
  },
  metrics: {
    method: 'GET',
    path: '/v1/jobs/:id/metrics',
    access: 'reader',
    summary: 'JSON lines of the metrics file',
  },
  document: {
    method: 'GET',
    path: '/v1/jobs/:id/document',
    access: 'reader',
    summary: '{jobId, document}: the resolved document that the job runs',
  },
  audit: {
    method: 'GET',
    path: '/v1/jobs/:id/audit',
    access: 'reader',
    summary: 'JSON lines (AuditLine): what every step was given, by its ranks',
  },
  checkpoints: {
    method: 'GET',
    path: '/v1/jobs/:id/checkpoints',
    access: 'reader',
    summary: '{jobId, checkpoints: CheckpointView[]}, oldest first',
  },
  verifyCheckpoints: {
    method: 'GET',
    path: '/v1/jobs/:id/checkpoints/verify',
    access: 'reader',
    summary: 'reads every byte of every checkpoint: JSON lines (CheckpointCheck), one a checkpoint',
  },
  pin: {
    method: 'POST',
    path: '/v1/jobs/:id/pin',
    access: 'submitter',
    about: ['body.step'],
    summary:
      'PinRequest → PinsView; retention and gc leave the checkpoint, or all of the job, alone; idempotent',
  },
  unpin: {
    method: 'POST',
    path: '/v1/jobs/:id/unpin',
    access: 'submitter',
    about: ['body.step'],
    summary: 'PinRequest → PinsView; idempotent',
  },
  gc: {
    method: 'POST',
    path: '/v1/gc',
    access: 'admin',
    about: ['body.olderThanMs', 'body.maxBytes', 'body.dryRun'],
    summary: 'GcRequest → JSON lines (GcLine): artifacts of ended jobs that go, oldest first, and a summary',
  },
  backup: {
    method: 'GET',
    path: '/v1/backup',
    access: 'admin',
    summary: 'the data directory as a tar archive, without token, Redis and running processes',
  },
  workers: { method: 'GET', path: '/v1/workers', access: 'reader', summary: '{workers: WorkerView[]}' },
  drainWorker: {
    method: 'POST',
    path: '/v1/workers/:id/drain',
    access: 'admin',
    summary:
      'DrainRequest → WorkerView; its ranks leave at the end of their step, it gets no new ones and exits; `:id` is an agentId; idempotent',
  },
  validate: {
    method: 'POST',
    path: '/v1/validate',
    access: 'reader',
    unlisted: true,
    summary: '{document} → {resolved}; 400 with all problems otherwise',
  },
  plan: {
    method: 'POST',
    path: '/v1/plan',
    access: 'reader',
    unlisted: true,
    summary:
      '{document} → PlanAnswer: where it would be placed now, or why it would wait; nothing is submitted',
  },
  datasets: {
    method: 'GET',
    path: '/v1/data',
    access: 'reader',
    summary: '{datasets: DataSetView[]}: every version of every registered data set, newest first',
  },
  missingData: {
    method: 'POST',
    path: '/v1/data/missing',
    access: 'submitter',
    unlisted: true,
    summary: 'DataManifest → {missing: [{sha256, bytes, offset}]}: contents not here yet, and where to go on',
  },
  putDataPiece: {
    method: 'PUT',
    path: '/v1/data/blobs/:sha256',
    access: 'submitter',
    unlisted: true,
    summary:
      'streams one piece of a content in; ?offset=&bytes= where it begins and how long the whole is → {sha256, bytes, offset}; 409 with details.offset when it begins elsewhere; visible when whole and its hash is right',
  },
  publishData: {
    method: 'PUT',
    path: '/v1/data/:name',
    access: 'submitter',
    about: ['answer.hash'],
    summary: 'DataManifest → 201 DataSetView, the newest version of the name (200 when it was that already)',
  },
  removeData: {
    method: 'DELETE',
    path: '/v1/data/:name',
    access: 'admin',
    about: ['query.hash'],
    summary: '{removed: DataSetView[]}; ?hash= for one version, else all; 409 while a live job uses it',
  },
  dataManifest: {
    method: 'GET',
    path: '/v1/data/:name/:hash',
    access: 'reader',
    ranks: true,
    summary: 'DataSetManifest: the files of one version; the hash may be its first 12 digits or more',
  },
  dataContent: {
    method: 'GET',
    path: '/v1/data/:name/:hash/contents/:sha256',
    access: 'reader',
    ranks: true,
    summary: 'the bytes of one file; ?offset= to go on with a fetch that broke off',
  },
  artifacts: {
    method: 'GET',
    path: '/v1/jobs/:id/artifacts',
    access: 'reader',
    ranks: true,
    summary: '{artifacts: [{name, bytes, modifiedAt, sha256}]}; ?prefix=',
  },
  artifact: {
    method: 'GET',
    path: '/v1/jobs/:id/artifacts/*',
    access: 'reader',
    ranks: true,
    summary: 'the bytes',
  },
  putArtifact: {
    method: 'PUT',
    path: '/v1/jobs/:id/artifacts/*',
    access: 'submitter',
    ranks: true,
    summary: 'streams bytes in; header x-content-sha256 is checked; published atomically',
  },
  removeArtifact: {
    method: 'DELETE',
    path: '/v1/jobs/:id/artifacts/*',
    access: 'submitter',
    ranks: true,
    summary: 'removes one artifact, or all below a name that ends with "/"',
  },
  models: { method: 'GET', path: '/v1/models', access: 'reader', summary: '{models: ModelEntry[]}, by name' },
  tagModel: {
    method: 'POST',
    path: '/v1/models',
    access: 'submitter',
    about: ['body.name', 'body.tag', 'body.source.jobId', 'body.source.model', 'answer.version.version'],
    summary: 'TagModelRequest → 201 ModelEntry (200 when the version is registered already); moves the tag',
  },
  model: {
    method: 'GET',
    path: '/v1/models/:ref',
    access: 'reader',
    summary: 'ModelEntry; `:ref` is a name, name:tag or name@version',
  },
  removeModel: {
    method: 'DELETE',
    path: '/v1/models/:ref',
    access: 'admin',
    about: ['query.force'],
    summary: 'ModelRemoval; ?force=true where the version goes with its last tag',
  },
  modelFile: {
    method: 'GET',
    path: '/v1/models/:ref/files/*',
    access: 'reader',
    summary: 'the bytes of one file',
  },
  tokens: {
    method: 'GET',
    path: '/v1/tokens',
    access: 'admin',
    summary: '{tokens: TokenView[]}: names and roles; nobody can read a token again',
  },
  createToken: {
    method: 'POST',
    path: '/v1/tokens',
    access: 'admin',
    about: ['body.name', 'body.role'],
    summary:
      'CreateTokenRequest → 201 CreatedToken, with the token itself, this once; 409 when the name is taken',
  },
  revokeToken: {
    method: 'DELETE',
    path: '/v1/tokens/:name',
    access: 'admin',
    summary: 'TokenView of the one that is worth nothing from now on',
  },
  actions: {
    method: 'GET',
    path: '/v1/actions',
    access: 'admin',
    summary:
      'JSON lines (ActionLine): who changed what, and when, oldest first; ?tail=n; ?refusals=true for what was refused to those whose token does not suffice',
  },
} as const satisfies Readonly<Record<string, Route>>;
