import {
  type ActionLine,
  ArtifactList,
  AuditLine,
  DocumentAnswer,
  type ArtifactView,
  CheckpointCheck,
  CheckpointList,
  type CheckpointView,
  GcLine,
  type GcRequest,
  InfoView,
  JobList,
  type JobState,
  JobView,
  LIMITS,
  LogLine,
  PlanAnswer,
  type DrainRequest,
  type RetryRequest,
  type Route,
  type PinRequest,
  PinsView,
  ROUTES,
  type ScaleRequest,
  type SubmitRequest,
  ValidateAnswer,
  WorkerList,
  WorkerView,
} from '@ringmaster/contracts';
import { type Clock, systemClock } from '@ringmaster/core';
import { type ActionsOptions, actionsOf, type Tokens, tokensOf } from './access.js';
import type { CallOptions } from './call-options.js';
import { type DataSets, dataSetsOf } from './data-sets.js';
import { createHttp, type Http } from './http.js';
import { type FollowOptions, followJob, type JobStreamEvent, MetricLine } from './job-stream.js';
import { jsonLines } from './json-lines.js';
import { type Models, modelsOf } from './models.js';

export interface ClientOptions {
  /** Origin of the coordinator, for example `http://127.0.0.1:7070`. */
  readonly url: string;
  /** The user token (the `token` file of the coordinator's home). */
  readonly token: string;
  readonly clock?: Clock;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
  /** The coordinator is of another release, which may know other fields; called at most once, with what to do. */
  readonly onSkew?: (message: string) => void;
}

export interface Jobs {
  /** Durable when it resolves. The same id with the same document is the same job. @throws TrainError `invalid`, `conflict` */
  submit(request: SubmitRequest, options?: CallOptions): Promise<JobView>;
  /** `id` may be a unique prefix. @throws TrainError `not_found`, `conflict` when the prefix fits several */
  get(id: string, options?: CallOptions): Promise<JobView>;
  /** Newest first. */
  list(query?: { state?: JobState; limit?: number }, options?: CallOptions): Promise<readonly JobView[]>;
  /** Idempotent; answers at once, the job ends a little later. */
  cancel(id: string, options?: CallOptions): Promise<JobView>;
  /** Idempotent; answers at once, the ranks stop at the end of their step. @throws TrainError `conflict` when it has ended */
  pause(id: string, options?: CallOptions): Promise<JobView>;
  /** @throws TrainError `conflict` when it is not paused */
  resume(id: string, options?: CallOptions): Promise<JobView>;
  /** A new job that goes on where a failed or cancelled one ended. @throws TrainError `conflict` */
  retry(id: string, request: RetryRequest, options?: CallOptions): Promise<JobView>;
  /** @throws TrainError `conflict`, always: the number of workers of an attempt is fixed */
  scale(id: string, request: ScaleRequest, options?: CallOptions): Promise<JobView>;
  /** Everything that happens to the job until it has ended; survives lost connections. */
  events(id: string, options?: FollowOptions): AsyncGenerator<JobStreamEvent, void, undefined>;
  /** What its ranks said so far; the last `tail` lines. */
  logs(id: string, options?: CallOptions & { tail?: number }): AsyncGenerator<LogLine, void, undefined>;
  /** What its ranks measured so far. */
  metrics(id: string, options?: CallOptions): AsyncGenerator<MetricLine, void, undefined>;
  /** What every step was given; one line a step of an attempt. */
  audit(id: string, options?: CallOptions): AsyncGenerator<AuditLine, void, undefined>;
  /** The resolved document that the job runs. */
  document(id: string, options?: CallOptions): Promise<{ jobId: string; document: Record<string, unknown> }>;
}

export interface Artifacts {
  list(jobId: string, options?: CallOptions & { prefix?: string }): Promise<readonly ArtifactView[]>;
  /** The bytes as they come; compare their SHA-256 with the list's. */
  get(jobId: string, name: string, options?: CallOptions): AsyncGenerator<Uint8Array, void, undefined>;
}

export interface Checkpoints {
  /** Oldest first; `id` may be a unique prefix. */
  list(
    id: string,
    options?: CallOptions,
  ): Promise<{ jobId: string; pinned?: boolean | undefined; checkpoints: readonly CheckpointView[] }>;
  /** The coordinator reads every byte of every checkpoint; one answer each, oldest first. */
  verify(id: string, options?: CallOptions): AsyncGenerator<CheckpointCheck, void, undefined>;
  /** Retention and `gc` leave the checkpoint, or without a step all of the job, alone. */
  pin(id: string, request: PinRequest, options?: CallOptions): Promise<PinsView>;
  unpin(id: string, request: PinRequest, options?: CallOptions): Promise<PinsView>;
}

/** The HTTP API of a coordinator. Runs wherever `fetch` is: Node ≥ 20, browsers. Holds no connection of its own. */
export interface Client {
  readonly url: string;
  info(options?: CallOptions): Promise<InfoView>;
  /** The document with every default filled in. @throws TrainError `invalid` with `details.problems` */
  validate(document: unknown, options?: CallOptions): Promise<Record<string, unknown>>;
  /** Where the job would be placed if it came now; nothing is submitted. @throws TrainError `invalid` */
  plan(document: unknown, options?: CallOptions): Promise<PlanAnswer>;
  readonly jobs: Jobs;
  readonly artifacts: Artifacts;
  readonly checkpoints: Checkpoints;
  /** Removes artifacts of ended jobs, oldest first; what goes, as it goes, and a summary at the end. */
  gc(request: GcRequest, options?: CallOptions): AsyncGenerator<GcLine, void, undefined>;
  /** The coordinator's data directory as a tar archive. */
  backup(options?: CallOptions): AsyncGenerator<Uint8Array, void, undefined>;
  readonly tokens: Tokens;
  /** Who changed what, oldest first. */
  actions(options?: ActionsOptions): AsyncGenerator<ActionLine, void, undefined>;
  readonly data: DataSets;
  readonly models: Models;
  readonly workers: {
    list(options?: CallOptions): Promise<readonly WorkerView[]>;
    /** Its ranks leave at the end of their step, and it exits. @throws TrainError `not_found` | `conflict` | `unavailable` */
    drain(agentId: string, request?: Partial<DrainRequest>, options?: CallOptions): Promise<WorkerView>;
  };
}

/**
 * @example
 * const client = createClient({ url: 'http://127.0.0.1:7070', token });
 * const job = await client.jobs.submit({ jobId: 'digits-1a2b3c', document });
 * for await (const event of client.jobs.events(job.jobId)) show(event);
 */
export function createClient(options: ClientOptions): Client {
  const clock = options.clock ?? systemClock;
  const http = createHttp({
    url: options.url,
    token: options.token,
    clock,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    ...(options.onSkew && { onSkew: options.onSkew }),
  });
  return {
    url: options.url,
    info: (call) => http.json({ ...call, path: ROUTES.info.path }, InfoView),
    validate: async (document, call) =>
      (
        await http.json(
          { ...call, method: 'POST', path: ROUTES.validate.path, body: { document } },
          ValidateAnswer,
        )
      ).resolved,
    plan: (document, call) =>
      http.json({ ...call, method: 'POST', path: ROUTES.plan.path, body: { document } }, PlanAnswer),
    jobs: jobsOf(http, clock),
    artifacts: artifactsOf(http),
    checkpoints: checkpointsOf(http),
    gc: (request, call) =>
      jsonLines(
        http.stream({ ...call, method: 'POST', path: ROUTES.gc.path, body: request }, LIMITS.downloadIdleMs),
        GcLine,
      ),
    backup: (call) => http.stream({ ...call, path: ROUTES.backup.path }, LIMITS.downloadIdleMs),
    tokens: tokensOf(http),
    actions: (call) => actionsOf(http, call),
    data: dataSetsOf(http),
    models: modelsOf(http),
    workers: {
      list: async (call) => (await http.json({ ...call, path: ROUTES.workers.path }, WorkerList)).workers,
      drain: (agentId, request = {}, call) => {
        const path = ROUTES.drainWorker.path.replace(':id', encodeURIComponent(agentId));
        return http.json({ ...call, method: 'POST', path, body: request }, WorkerView);
      },
    },
  };
}

function jobsOf(http: Http, clock: Clock): Jobs {
  const post = (route: Route, id: string, call: CallOptions | undefined, body?: unknown) =>
    http.json({ ...call, method: 'POST', path: pathOf(route.path, id), body }, JobView);
  return {
    submit: (request, call) =>
      http.json({ ...call, method: 'POST', path: ROUTES.submit.path, body: request }, JobView),
    get: (id, call) => http.json({ ...call, path: pathOf(ROUTES.job.path, id) }, JobView),
    list: async (query, call) =>
      (await http.json({ ...call, path: ROUTES.jobs.path, ...(query && { query }) }, JobList)).jobs,
    cancel: (id, call) => post(ROUTES.cancel, id, call),
    pause: (id, call) => post(ROUTES.pause, id, call),
    resume: (id, call) => post(ROUTES.resume, id, call),
    retry: (id, request, call) => post(ROUTES.retry, id, call, request),
    scale: (id, request, call) => post(ROUTES.scale, id, call, request),
    events: (id, follow) => followJob(http, clock, id, follow),
    logs: (id, call) =>
      jsonLines(
        http.stream(
          { ...call, path: pathOf(ROUTES.logs.path, id), query: { tail: call?.tail } },
          LIMITS.downloadIdleMs,
        ),
        LogLine,
      ),
    metrics: (id, call) =>
      jsonLines(
        http.stream({ ...call, path: pathOf(ROUTES.metrics.path, id) }, LIMITS.downloadIdleMs),
        MetricLine,
      ),
    audit: (id, call) =>
      jsonLines(
        http.stream({ ...call, path: pathOf(ROUTES.audit.path, id) }, LIMITS.downloadIdleMs),
        AuditLine,
      ),
    document: (id, call) => http.json({ ...call, path: pathOf(ROUTES.document.path, id) }, DocumentAnswer),
  };
}

function artifactsOf(http: Http): Artifacts {
  return {
    list: async (jobId, call) =>
      (
        await http.json(
          { ...call, path: pathOf(ROUTES.artifacts.path, jobId), query: { prefix: call?.prefix } },
          ArtifactList,
        )
      ).artifacts,
    get: (jobId, name, call) =>
      http.stream({ ...call, path: pathOf(ROUTES.artifact.path, jobId, name) }, LIMITS.downloadIdleMs),
  };
}

function checkpointsOf(http: Http): Checkpoints {
  return {
    list: (id, call) => http.json({ ...call, path: pathOf(ROUTES.checkpoints.path, id) }, CheckpointList),
    verify: (id, call) =>
      jsonLines(
        http.stream({ ...call, path: pathOf(ROUTES.verifyCheckpoints.path, id) }, LIMITS.downloadIdleMs),
        CheckpointCheck,
      ),
    pin: (id, request, call) =>
      http.json({ ...call, method: 'POST', path: pathOf(ROUTES.pin.path, id), body: request }, PinsView),
    unpin: (id, request, call) =>
      http.json({ ...call, method: 'POST', path: pathOf(ROUTES.unpin.path, id), body: request }, PinsView),
  };
}

function pathOf(route: string, id: string, rest = ''): string {
  const name = rest.split('/').map(encodeURIComponent).join('/');
  return route.replace(':id', () => encodeURIComponent(id)).replace('*', () => name);
}
