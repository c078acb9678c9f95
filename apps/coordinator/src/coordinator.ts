import { LIMITS, type Role } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import { createControlServer, type TlsIdentity } from '@ringmaster/rpc';
import { hostOf, hostPort, isLoopback, portOf } from '@ringmaster/rpc/http';
import {
  createAgentRegistry,
  createAttemptWatch,
  createDeliveries,
  createJobStore,
  createRankPaces,
  isTerminal,
  type JobLog,
  type JobQueue,
  type Quotas,
} from '@ringmaster/scheduling';
import type { DataStore, ModelRegistry } from '@ringmaster/store';
import type { FastifyInstance } from 'fastify';
import type { Trail } from './access/action-log.js';
import type { TokenBook } from './access/token-book.js';
import { createAdmissionLoop } from './admission/admission-loop.js';
import { createPreview } from './admission/preview.js';
import { createSchedulingFacts, type SchedulingFacts } from './admission/scheduling-facts.js';
import { createAuditLog } from './audit/audit-log.js';
import { type AttemptRunner, createAttemptRunner } from './attempts/attempt-runner.js';
import { createFeedUploads } from './artifacts/feed-uploads.js';
import { createJobSecrets } from './attempts/job-secrets.js';
import { createResumePoints } from './attempts/resume-points.js';
import { createCollector } from './gc/collector.js';
import type { Pins } from './gc/pins.js';
import { createCodePolicy } from './access/code-policy.js';
import { createRegisteredData } from './data/registered-data.js';
import { createGuard } from './http/guard.js';
import type { HttpLimits } from './http/http-parts.js';
import { createHttpServer } from './http/http-server.js';
import { createChangeSignal } from './jobs/change-signal.js';
import { createDiskLimit } from './jobs/disk-limit.js';
import { createJobFeed } from './jobs/job-feed.js';
import { createLiveJobs } from './jobs/live-jobs.js';
import type { ResolveJob } from './jobs/submit.js';
import { bindWithFallback, type ListenAddress } from './listen.js';
import type { ArtifactStore } from '@ringmaster/training';
import { startTurns } from './turns.js';

export interface CoordinatorOptions extends Trail {
  readonly log: JobLog;
  readonly queue: JobQueue;
  readonly artifacts: ArtifactStore;
  /** The home's own directory of artifacts: logs and metrics are written there, wherever the artifacts go. */
  readonly artifactsDir: string;
  readonly models: ModelRegistry;
  /** Artifacts go elsewhere: logs and metrics are copied there. */
  readonly isRemote: boolean;
  /** Where artifacts go, for people. */
  readonly artifactStore: string;
  readonly pins: Pins;
  /** What owners and projects may use at once. */
  readonly quotas: Quotas;
  /** Jobs may bring their model as code. Default: no. */
  readonly allowCode?: boolean;
  /** The data directory, as an archive. */
  readonly backup: () => AsyncIterable<Uint8Array>;
  /** Registered data sets. */
  readonly data: DataStore;
  /** Names of the data sets that lie in this home, for workers on it. */
  readonly homeDataSets: () => Promise<readonly string[]>;
  /** The home's own token; the secrets of jobs are derived from it. */
  readonly token: string;
  /** Whose tokens let users and agents in. */
  readonly tokens: TokenBook;
  /** Fencing number of this coordinator. */
  readonly epoch: number;
  /** An agent knows a later epoch: this coordinator is to end, and the next one to take an epoch above. */
  readonly onLaterEpoch: (epoch: number) => void;
  readonly resolve: ResolveJob;
  readonly http: ListenAddress;
  readonly control: ListenAddress;
  /** The host under which users and workers reach it; default: where it listens. */
  readonly advertise?: string;
  /** With it both listeners speak TLS, and agents must show a certificate of its authority. */
  readonly tls?: TlsIdentity | undefined;
  /** More names under which it may be called: those of its certificate. */
  readonly names?: readonly string[];
  /** Rejects when something that is needed does not answer. */
  readonly ready: () => Promise<void>;
  /** Facts about Redis, for `info`. */
  readonly redis: () => unknown;
  /** Default: `LIMITS`. */
  readonly httpLimits?: HttpLimits | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Coordinator {
  /** Origin of the HTTP API. */
  readonly url: string;
  /** `host:port` that agents dial. */
  readonly controlAddress: string;
  /** Compares queue, log and agents now instead of at the next turn. */
  reconcile(): Promise<void>;
  /** Stops serving. Jobs go on; the next coordinator takes them over. */
  close(): Promise<void>;
}

/** How often deadlines are looked at. */
const TICK_MS = LIMITS.heartbeatMs / 2;

/**
 * Builds the coordinator from its parts and starts it: reads the log, serves agents and users, and keeps comparing what
 * is with what should be. Holds no truth of its own.
 * @throws TrainError `unavailable` | `fenced`
 */
export async function createCoordinator(options: CoordinatorOptions): Promise<Coordinator> {
  const { queue, clock, logger, epoch } = options;
  const closing = new AbortController();
  const served: Served = { url: '', controlAddress: '' };
  const parts = buildParts(options, served);
  const { store, changes, agents, audit, runner, admission, facts } = parts;

  await store.load();
  for (const one of store.setAside()) logger.error('a job was set aside', { ...one });
  facts.restore();
  const uploads = options.isRemote
    ? createFeedUploads({ artifacts: options.artifacts, feed: parts.feed, store, logger })
    : undefined;
  store.onCommit((before, after) => {
    facts.committed(before, after);
    runner.committed(before, after);
    changes.notify(after.jobId);
    if (isTerminal(after)) {
      admission.ended(after);
      audit.forget(after.jobId);
    }
    if (before?.phase !== after.phase) {
      uploads?.changed(after.jobId);
      void admission.pass();
    }
  });
  runner.adoptAll();

  const startedAt = new Date(clock.wallMs()).toISOString();
  const app = createHttpServer({
    ...options,
    ...parts,
    artifacts: parts.disk.artifacts,
    guard: createGuard(ownNames(options), options.tokens, parts.secrets),
    closing: closing.signal,
    gc: createCollector({ ...options, ...parts }),
    info: () => ({
      epoch,
      startedAt,
      controlAddress: served.controlAddress,
      redis: options.redis(),
      artifactStore: options.artifactStore,
      setAside: store.setAside(),
    }),
    workers: agents.views,
    drainWorker: (agentId, order) => agents.drain(agentId, order),
  });
  served.url = await bindWithFallback(options.http, logger, (port) => listenHttp(app, options, port));
  // Agents come last: what they say needs everything else.
  const control = await listenControl(options, {
    onAgent: agents.accept,
    artifactsUrl: () => served.url,
  }).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  served.controlAddress = advertised(control.address, options);

  const turns = startTurns({ clock, signal: closing.signal, logger }, [
    { everyMs: TICK_MS, turn: async () => (agents.sweep(), runner.tick()) },
    { everyMs: LIMITS.reconcileMs, turn: () => admission.pass() },
    { everyMs: LIMITS.diskWatchMs, turn: () => parts.disk.watch() },
    ...(uploads ? [{ everyMs: LIMITS.reconcileMs, turn: () => uploads.turn(clock.monotonicMs()) }] : []),
  ]);
  const unsubscribe = queue.onChange(() => void admission.pass());
  const unwatchTokens = options.tokens.onRevoked(() => control.recheck());
  await admission.pass();

  return {
    url: served.url,
    controlAddress: served.controlAddress,
    reconcile: () => admission.pass(),
    async close() {
      unsubscribe();
      unwatchTokens();
      closing.abort();
      await turns;
      agents.close();
      await control.close();
      await app.close();
      await admission.settled();
      await uploads?.settle();
    },
  };
}

/** Roles whose bearers may join as workers. */
const JOINING: ReadonlySet<Role> = new Set(['worker', 'admin']);

const listenControl = (
  { control: { host }, control, tls, tokens, epoch, clock, logger }: CoordinatorOptions,
  {
    onAgent,
    artifactsUrl,
  }: Pick<Parameters<typeof createControlServer>[0], 'onAgent'> & { readonly artifactsUrl: () => string },
) =>
  bindWithFallback(control, logger, (port) =>
    createControlServer({
      ...{ host, port, tls, artifactsUrl, onAgent, clock, logger },
      admits: (given) => JOINING.has(tokens.find(given)?.role ?? 'reader'),
      epoch: () => epoch,
    }),
  );

/** Names that a Host header may have, beside those of loopback. */
const ownNames = ({ http, advertise, names = [] }: CoordinatorOptions): readonly string[] => [
  http.host,
  ...(advertise === undefined ? [] : [advertise]),
  ...names,
];

/** An address that others can dial. */
const advertised = (address: string, { advertise }: CoordinatorOptions): string =>
  advertise === undefined || isLoopback(hostOf(address)) ? address : hostPort(advertise, portOf(address));

async function listenHttp(app: FastifyInstance, options: CoordinatorOptions, port: number): Promise<string> {
  const { host } = options.http;
  try {
    const address = hostPort(host, portOf(await app.listen({ host, port })));
    return `${options.tls ? 'https' : 'http'}://${advertised(address, options)}`;
  } catch (error) {
    throw new TrainError('unavailable', `cannot listen on ${host}:${port}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Where this coordinator serves, once it does. */
interface Served {
  url: string;
  controlAddress: string;
}

/** The parts, wired to each other, before anything runs. */
function buildParts(options: CoordinatorOptions, served: Served) {
  const { log, queue, artifacts, clock, logger, epoch, token } = options;
  const changes = createChangeSignal();
  const store = createJobStore(log, clock);
  const paces = createRankPaces(clock);
  const outlook = (jobId: string) => facts.outlook(jobId);
  const deliveries = createDeliveries(clock, (agentId) => agents.presence(agentId));
  const live = createLiveJobs(clock, changes.notify, {
    outlook,
    awaits: deliveries.reasonOf,
    timings: paces.of,
  });
  const feed = createJobFeed(options.artifactsDir, changes.notify, { clock });
  const audit = createAuditLog(feed);
  const disk = createDiskLimit({ artifacts, store, feed });
  const resume = createResumePoints(store, artifacts);
  const watch = createAttemptWatch(clock, deliveries);
  const secrets = createJobSecrets(token);

  const agents = createAgentRegistry({
    events: {
      hello: (...said) => runner.hello(...said),
      rankEvent: (...said) => runner.rankEvent(...said),
      delivering: deliveries.heard,
      laterEpoch: options.onLaterEpoch,
      changed: () => void admission.pass(),
    },
    epoch,
    clock,
    logger,
  });
  const runner: AttemptRunner = createAttemptRunner({
    ...{ store, agents, watch, live, feed, audit, paces },
    orders: () => ({ secrets, artifactsUrl: served.url }),
    epoch,
    clock,
    logger,
  });
  const facts: SchedulingFacts = createSchedulingFacts({
    store,
    progressOf: live.progressOf,
    connected: agents.connected,
    quotas: options.quotas,
    clock,
  });
  const admission = createAdmissionLoop({ store, queue, live, resume, facts, epoch, clock, logger });
  const preview = createPreview({
    facts,
    connected: agents.connected,
    nameOf: (agentId) =>
      agents.views(() => undefined).find((one) => one.agentId === agentId)?.name ?? agentId,
    clock,
  });
  const registered = createRegisteredData({
    data: options.data,
    store,
    onWorkers: async () => {
      const there = agents.connected();
      if (there.length === 0) return undefined;
      return new Set([...there.flatMap(({ dataSets }) => dataSets), ...(await options.homeDataSets())]);
    },
  });
  const code = createCodePolicy({ allowed: options.allowCode ?? false, connected: agents.connected });
  return {
    ...{ store, changes, live, feed, audit, disk, preview, resume, secrets },
    ...{ agents, runner, admission, facts, registered, code },
    dataMoved: watch.dataMoved,
    artifactMoved: (jobId: string, bytes: number) => {
      deliveries.moved(jobId, bytes);
      watch.artifactMoved(jobId);
    },
  };
}
