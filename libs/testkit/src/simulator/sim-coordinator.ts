import { LIMITS, wire } from '@ringmaster/contracts';
import { silentLogger, sleep, TrainError } from '@ringmaster/core';
import {
  type AgentLink,
  type AgentRegistry,
  type AttemptDriver,
  createAgentRegistry,
  createAttemptDriver,
  createAttemptWatch,
  createDeliveries,
  createJobStore,
  currentAttempt,
  type Deliveries,
  durableJobLog,
  type EventBody,
  growthOf,
  isLive,
  isTerminal,
  type JobInput,
  type JobRecord,
  type JobStore,
  type KeptLease,
  type LoggedEvent,
  nobodyComes,
  plan,
  readRankEvent,
  requireReachable,
  waitingJob,
} from '@ringmaster/scheduling';
import { type BlobDoor, checkpointsOver, parseManifest } from '@ringmaster/training';
import type { Phase } from './phases.js';
import { COORDINATOR } from './sim-session.js';
import type { FileServer, SimFiles } from './sim-files.js';
import type { SimLogStore } from './sim-log.js';
import type { SimNetwork, WireSide } from './sim-network.js';
import type { SimProcess } from './sim-process.js';

export interface SimCoordinatorOptions {
  readonly process: SimProcess;
  readonly network: SimNetwork;
  readonly log: SimLogStore;
  readonly files: SimFiles;
  readonly jobId: string;
  readonly submitted: EventBody;
  readonly pass: (phase: Phase) => void;
  /** A planted bug: artifacts of attempts that are over are taken. */
  readonly takesStale: boolean;
  /** An attempt is about to publish a checkpoint, as it may. */
  readonly onPublish: (attempt: number, step: number) => void;
  /** The submit was acknowledged, or a change of the job is durable. */
  readonly onCommit: (events: readonly LoggedEvent[], after: JobRecord, epoch: number) => void;
  /** It found out that it is not the coordinator any more. */
  readonly onFenced: () => void;
}

const LOG_POINTS = {
  'before-redis': 'coordinator: before the log is written',
  'after-redis': 'coordinator: between Redis and the mirror',
  'half-mirror': undefined,
  'after-mirror': 'coordinator: after the log, before it is acted on',
} as const;

/** A coordinator's process: the real log, store, deadlines, driver, registry and inboxes, with simulated ends. */
export class SimCoordinator implements FileServer {
  readonly process: SimProcess;
  epoch = 0;
  #store: JobStore | undefined;
  #lease: KeptLease | undefined;
  #agents: AgentRegistry | undefined;
  #driver: AttemptDriver | undefined;
  #deliveries: Deliveries | undefined;
  #passing = false;
  #starts = 0;
  #backoff: { readonly attempt: number; readonly untilMs: number } | undefined;

  constructor(private readonly o: SimCoordinatorOptions) {
    this.process = o.process;
    void this.#start().catch((error: unknown) => this.#failed(error));
  }

  get record(): JobRecord | undefined {
    return this.#store?.get(this.o.jobId);
  }

  doorFor(attempt: number): BlobDoor {
    const door = this.#door();
    const checkWrite = (name: string) => {
      const { record } = this;
      if (!record) throw new TrainError('unavailable', 'the coordinator is starting');
      if (!this.o.takesStale) requireReachable(record, attempt, { name, access: 'write' });
    };
    return {
      ...door,
      put: async (name, bytes, signal) => {
        checkWrite(name);
        const step = /step-(\d+)\/manifest\.json$/.exec(name)?.[1];
        if (step !== undefined) this.o.onPublish(attempt, Number(step));
        this.#deliveries?.moved(this.o.jobId, bytes.byteLength);
        return door.put(name, bytes, signal);
      },
      remove: async (name, signal) => (checkWrite(name), door.remove(name, signal)),
    };
  }

  /** @throws TrainError `unavailable` | `fenced` | `not_found` */
  async feed(input: JobInput): Promise<void> {
    if (!this.#store) throw new TrainError('unavailable', 'the coordinator is starting');
    await this.#store.feed(this.o.jobId, input);
  }

  #door(): BlobDoor {
    const { files, process, pass } = this.o;
    return files.doorOf(process, () => pass('coordinator: while a file is stored'));
  }

  async #start(): Promise<void> {
    const { process, log, jobId, submitted, network } = this.o;
    const { clock } = process;
    const epoch = log.acquire();
    this.epoch = epoch;
    const homes = log.homesFor(process, epoch);
    this.#lease = homes.lease;
    homes.lease.lost.addEventListener('abort', () => process.run(() => this.o.onFenced()));
    const failpoint = (point: keyof typeof LOG_POINTS) => {
      const phase = LOG_POINTS[point];
      if (phase) this.o.pass(phase);
    };
    const jobLog = await durableJobLog({ ...homes, logger: silentLogger, failpoint });
    const store = createJobStore(jobLog, clock);
    await store.load();
    const deliveries = createDeliveries(clock, (agentId) => agents.presence(agentId));
    this.#deliveries = deliveries;
    const agents = createAgentRegistry({
      events: {
        hello: (agentId, running) => driver.hello(agentId, running),
        rankEvent: (agentId, event) => this.#rankEvent(store, agentId, event),
        delivering: deliveries.heard,
        changed: () => void this.#pass(),
      },
      ...{ epoch, clock, logger: silentLogger },
    });
    const driver = createAttemptDriver({
      ...{ store, agents, epoch, clock, logger: silentLogger },
      watch: createAttemptWatch(clock, deliveries),
      orders: () => ({ secrets: SECRETS, artifactsUrl: '' }),
    });
    this.#agents = agents;
    this.#driver = driver;
    store.onCommit((before, after) => {
      this.o.onCommit(store.events(jobId, before?.nextSeq ?? 0), after, epoch);
      driver.committed(before, after);
      if (before?.phase !== after.phase) void this.#pass();
    });
    driver.adoptAll();
    this.#store = store;
    await store.create(jobId, submitted);
    network.listen(COORDINATOR, {
      process,
      accept: (side, hello) => this.#accept(side, hello as wire.v1.Hello),
    });
    this.#every(LIMITS.heartbeatMs / 2, async () => (agents.sweep(), driver.tick()));
    this.#every(LIMITS.reconcileMs, () => this.#pass());
  }

  #failed(error: unknown): void {
    if (!this.process.alive) return;
    const { code } = TrainError.from(error);
    if (code === 'fenced') return this.o.onFenced();
    if (code !== 'unavailable') throw error;
    // A supervisor starts it again; here the same process tries again.
    this.#lease?.stop();
    this.process.clock.after(500, () => void this.#start().catch((again: unknown) => this.#failed(again)));
  }

  #every(ms: number, turn: () => Promise<void>): void {
    const again = async (): Promise<void> => {
      for (;;) {
        await turn().catch((error: unknown) => this.#failedTurn(error));
        await sleep(this.process.clock, ms);
      }
    };
    void again();
  }

  #failedTurn(error: unknown): void {
    if (!this.process.alive) return;
    if (TrainError.from(error).code === 'fenced') this.o.onFenced();
    else if (TrainError.from(error).code !== 'unavailable') throw error;
  }

  #accept(side: WireSide, hello: wire.v1.Hello): void {
    const agents = this.#agents as AgentRegistry;
    const send: AgentLink['send'] = (body) => {
      this.o.pass(
        body.ack ? 'coordinator: before an event is acknowledged' : 'coordinator: while orders are sent',
      );
      const { CoordinatorMessage } = wire.v1;
      side.send(
        CoordinatorMessage.decode(CoordinatorMessage.encode({ epoch: this.epoch, ...body }).finish()),
      );
    };
    const close = () => side.end();
    const refuse: AgentLink['refuse'] = (code, message) => (send({ refused: { code, message } }), close());
    const link = { hello, send, close, refuse, pause: () => undefined, resume: () => undefined };
    send({ welcome: { heartbeatMs: LIMITS.heartbeatMs } });
    const listener = agents.accept(link);
    side.listener = {
      message: (message) => listener.message(message as wire.v1.AgentMessage),
      ended: (how) => listener.ended(how === 'ended' ? 'goodbye' : 'lost', `the session ${how}`),
    };
  }

  async #rankEvent(store: JobStore, agentId: string, event: wire.v1.RankEvent): Promise<void> {
    const { jobId, attempt, rank } = event;
    const news = readRankEvent(event);
    if (news.kind === 'report')
      await store
        .feed(jobId, { kind: 'report', agentId, attempt, rank, report: news.report })
        .catch((error: unknown) => {
          if (TrainError.from(error).code === 'fenced') this.o.onFenced();
          throw error;
        });
  }

  /** Places the job when it waits, and lets it grow. */
  async #pass(): Promise<void> {
    if (this.#passing || !this.#store || !this.#driver) return;
    this.#passing = true;
    try {
      const record = this.record;
      if (!record || isTerminal(record)) return;
      const attempt = currentAttempt(record);
      if (attempt) {
        const nowMs = this.process.clock.wallMs();
        const offers = this.#offers(record);
        const places = growthOf(record, offers, { memoryBytes: 0, nowMs });
        const cause = nobodyComes(record, offers, nowMs);
        if (places.length > 0) await this.feed({ kind: 'grow', attempt: attempt.attempt, places });
        else if (cause) await this.feed({ kind: 'stop', attempt: attempt.attempt, kill: false, cause });
      } else if (record.phase === 'waiting' && !record.cancel && this.#mayStart(record))
        await this.#place(record);
    } catch (error) {
      this.#failedTurn(error);
    } finally {
      this.#passing = false;
    }
  }

  #mayStart(record: JobRecord): boolean {
    const last = record.attempts.at(-1);
    if (last && this.#deliveries?.reasonOf(record.jobId, last.attempt) !== undefined) return false;
    if (!last?.retry) return true;
    const now = this.process.clock.monotonicMs();
    if (this.#backoff?.attempt !== last.attempt)
      this.#backoff = { attempt: last.attempt, untilMs: now + last.retry.backoffMs };
    return now >= this.#backoff.untilMs;
  }

  async #place(record: JobRecord): Promise<void> {
    const { agingMs, starvingMs, leavingMs } = LIMITS;
    const [begun] = plan({
      waiting: [waitingJob(record, this.process.clock.wallMs(), new Map())],
      ...{ running: [], agents: this.#offers(record), quotas: {} },
      rules: { agingMs, starvingMs, leavingMs },
    }).starts;
    if (!begun) return;
    const step = await this.#newestCheckpoint();
    const generation = { epoch: this.epoch, n: ++this.#starts, nonce: `${this.epoch}-${this.#starts}` };
    await this.feed({
      ...{ kind: 'start', generation, ranks: begun.placed },
      ...(step !== undefined && { resumeFrom: `${record.jobId}/${step}` }),
    });
  }

  async #newestCheckpoint(): Promise<number | undefined> {
    const never = new AbortController().signal;
    const store = checkpointsOver(this.#door(), this.o.jobId);
    for (const step of (await store.list(never)).toReversed()) {
      const isValid = await store.load(step, never).then(
        ({ manifest }) => parseManifest(manifest).step === step,
        () => false,
      );
      if (isValid) return step;
    }
    return undefined;
  }

  #offers(record: JobRecord) {
    const ranks = currentAttempt(record)?.ranks.filter(isLive) ?? [];
    const taken = new Set(ranks.map(({ agentId, slot }) => `${agentId}/${slot}`));
    return (this.#agents?.connected() ?? []).map(({ agentId, engine, host, slots }) => ({
      ...{ agentId, engine, host },
      slots: slots.map(({ busy, ...slot }) => ({
        ...slot,
        free: !busy && !taken.has(`${agentId}/${slot.slot}`),
      })),
    }));
  }
}

const SECRETS = {
  dataPlane: (_jobId: string, attempt: number, nonce: string) =>
    Uint8Array.from({ length: 32 }, (_, i) => (nonce.charCodeAt(i % nonce.length) * 31 + attempt + i) & 0xff),
  artifactToken: () => 'token',
};
