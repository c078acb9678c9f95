import { LIMITS, type ResolvedJob } from '@ringmaster/contracts';
import { planBuckets } from '@ringmaster/collective';
import {
  type Clock,
  type Generation,
  generationName,
  type Logger,
  sleep,
  TrainError,
} from '@ringmaster/core';
import type { Engine } from '@ringmaster/engine';
import { createRankNetwork, type TlsIdentity } from '@ringmaster/rpc';
import {
  type ArtifactSink,
  type BatchFeed,
  type CheckpointStore,
  CONTROL_WORDS,
  type ControlWord,
  type NextGeneration,
  type RankInput,
  RankMembers,
  rehearse,
  type RankNetwork,
  resolveJob,
  runTraining,
  storeWithSpool,
} from '@ringmaster/training';
import { openBatchThreads } from '../batches/open-batch-threads.js';
import type { Assignment, TrainerConfig } from '../ipc/messages.js';
import { type AuditReporter, type AuditReporterOptions, createAuditReporter } from './audit-reporter.js';
import type { AgentChannel } from './channel.js';
import { concludeRun } from './conclude-run.js';
import { sayBegun } from './initial-model.js';
import { loadResume } from './load-resume.js';
import { openJob } from './open-job.js';
import { requireExports } from './requested-exports.js';
import type { JobParts } from './parts.js';
import { publishPictures } from './publish-pictures.js';
import { jobIdentity } from './job-identity.js';
import { createReporter } from './reporter.js';

/** Where this rank's checkpoints and exports go; `jobId` is the job whose artifacts are meant. */
export interface JobStores {
  checkpoints(jobId: string): CheckpointStore;
  /** For its own checkpoints when the coordinator is away for good. */
  readonly spool: CheckpointStore;
  /** Keeps lines of the audit log on this host. @throws TrainError */
  readonly keepAudit: AuditReporterOptions['keep'];
  readonly sink: ArtifactSink;
}

export interface RankJobOptions {
  readonly config: TrainerConfig;
  readonly engine: Engine;
  /** The network thread's file. */
  readonly networkEntry: URL;
  /** The file of threads that prepare batches. */
  readonly batchesEntry: URL;
  /** `url`: where the coordinator is at that moment; `ca`: its authority, PEM, where it speaks TLS. */
  readonly stores: (assignment: Assignment, url: () => string, ca?: string) => JobStores;
  readonly channel: AgentChannel;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One rank at work, from its assignment to its result. */
export class RankJob {
  /** Resolves when the result was told and everything is disposed of. @throws TrainError the first cause this rank knows */
  readonly done: Promise<void>;
  private readonly aborting = new AbortController();
  private readonly cutting = new AbortController();
  private control: ControlWord = 'none';
  private isTraining = false;
  private reporter: { readonly lastStep: number; readonly patienceMs: number } | undefined;
  private members: RankMembers | undefined;
  private artifactsUrl: string;

  constructor(
    readonly assignment: Assignment,
    private readonly o: RankJobOptions,
  ) {
    this.artifactsUrl = assignment.artifactsUrl;
    this.done = this.run();
  }

  /** Checkpoints and exports go there from now on, also those that are under way and fail. */
  artifactsAt(url: string): void {
    this.artifactsUrl = url;
  }

  /** Finished steps, as far as this process knows. */
  get lastStep(): number {
    return this.reporter?.lastStep ?? 0;
  }

  /** The latest that it was told of. */
  get generation(): Generation {
    return this.members?.latest ?? this.assignment.generation;
  }

  /** What the coordinator says about the generations; what it says again after its restart changes nothing. */
  order(input: Extract<RankInput, { kind: 'go' | 'resize' | 'leave' }>): void {
    this.members?.take(input);
  }

  /** All ranks end at the next step boundary; before the first step this one ends at once. */
  stop(reason: string, word: 'stop' | 'pause'): void {
    if (this.control !== 'stop') this.control = word;
    if (!this.isTraining) this.abort(reason);
  }

  /** Nobody takes checkpoints any more: they go into the spool, and a sealed state that is held goes there now. */
  cutOff(reason: string): void {
    this.o.logger.warn(`${reason}: checkpoints go into ${this.o.config.spoolDir} from now on`);
    this.cutting.abort(new TrainError('unavailable', reason));
    this.members?.giveUp();
  }

  abort(reason: string): void {
    this.aborting.abort(new TrainError('cancelled', `rank ${this.assignment.rank} was stopped: ${reason}`));
  }

  private async run(): Promise<void> {
    const job = resolveJob(parseJson(this.assignment.jobJson));
    const tls = await jobIdentity(this.assignment, this.o.config);
    const { config, clock, logger } = this.o;
    const { artifactsUrl: url, artifactsToken: token } = this.assignment;
    const { signal } = this.aborting;
    const ca = tls && { ca: tls.ca };
    const parts = await openJob(job, { config, url, token, signal, clock, logger, ...ca });
    const feed = openBatchThreads(parts, job, {
      entry: this.o.batchesEntry,
      cpuThreads: config.cpuThreads,
      logger,
    });
    try {
      if (this.assignment.rank === 0) requireExports(parts, job, this.assignment.jobId);
      // The others train meanwhile; once it is ready, they wait for it.
      if (this.assignment.world === 0) await rehearse({ ...parts, job }, () => sleep(clock, 0, signal));
      const network = await this.openNetwork(parts, job, tls);
      try {
        const stores = this.o.stores(this.assignment, () => this.artifactsUrl, tls?.ca);
        await this.train(parts, job, { network, stores, feed });
      } finally {
        await network.close();
      }
    } finally {
      await feed?.close();
      parts.dispose();
    }
  }

  private openNetwork(
    { program }: JobParts,
    job: ResolvedJob,
    tls: TlsIdentity | undefined,
  ): Promise<RankNetwork> {
    const { jobId, attempt, jobSecret } = this.assignment;
    const { config, networkEntry, logger } = this.o;
    const vectorLength = program.layout.weightCount + program.layout.stateCount;
    const { shards } = job.training;
    return createRankNetwork({
      networkEntry,
      jobId,
      attempt,
      jobSecret,
      shards,
      vectorLength,
      buckets: planBuckets(vectorLength),
      reduce: job.training.reduce,
      listenHost: config.listenHost,
      ...(config.dataPorts && { ports: config.dataPorts }),
      advertiseHost: config.advertiseHost,
      tls,
      alone: Math.min(job.workers.max, shards) === 1,
      logger,
    });
  }

  private async train(
    parts: JobParts,
    job: ResolvedJob,
    { network, stores, feed }: { network: RankNetwork; stores: JobStores; feed: BatchFeed | undefined },
  ): Promise<void> {
    const { channel, clock, logger, engine } = this.o;
    const { signal } = this.aborting;
    const { checkpoints, spool, sink } = stores;
    const cutOff = this.cutting.signal;
    const own = storeWithSpool({ store: checkpoints(this.assignment.jobId), spool, cutOff });
    const { program, dataset, pipelines, normalizer } = parts;
    const members = new RankMembers({
      assignment: this.assignment,
      network,
      report: (seal) => channel.say({ type: 'sealed', ...seal }),
      patienceMs: () => this.reporter?.patienceMs ?? LIMITS.firstStepMs,
      signal,
      logger,
    });
    this.members = members;
    channel.say({ type: 'ready', dataAddress: network.dataAddress, datasetHash: dataset.info.hash });
    const [first, resume] = await Promise.all([
      this.firstGeneration(members),
      this.assignment.world > 0
        ? loadResume(parts, { assignment: this.assignment, job, checkpoints, signal, logger })
        : undefined,
    ]);
    if (!first) return channel.say({ type: 'left', step: 0 });
    const { exchange, handover } = first;
    if (exchange.rank === 0) for (const warning of engine.warnings) logger.warn(warning);
    const generation = () => members.formation?.generation;
    const reporter = createReporter({ rank: exchange.rank, job, channel, generation, clock, logger });
    this.reporter = reporter;
    const audit = this.openAudit(parts, stores, {
      generation: generationName(generation() ?? this.assignment.generation),
      world: exchange.world,
    });
    if (exchange.rank === 0 && !resume && !handover) {
      if (parts.begun) sayBegun(parts.begun, logger);
      await publishPictures(parts, job, { sink, signal, logger });
    }
    this.isTraining = true;
    const outcome = await runTraining({
      job,
      ...{ program, dataset, pipelines, normalizer },
      ...(feed && { feed }),
      exchange,
      regroup: members,
      checkpoints: auditedFirst(audit, own),
      ...(resume && { resume }),
      ...(handover && { handover }),
      clock,
      signal,
      control: () => stronger(this.control, members.wantsResize ? 'resize' : 'none'),
      on: {
        ...reporter,
        onAudit: audit.add,
        onCheckpoint: (step, manifestSha256) => {
          if (own.isSpooled(step)) channel.say({ type: 'spooled', step });
          else reporter.onCheckpoint?.(step, manifestSha256);
        },
        onGeneration: (event) => {
          const entered = generation();
          if (entered) audit.enter(generationName(entered), event.world);
          reporter.onGeneration?.(event);
        },
      },
    }).finally(audit.flush);
    this.isTraining = false;
    const { stopped, control, steps } = outcome;
    if (control === 'resize') return channel.say({ type: 'left', step: steps });
    const { jobId } = this.assignment;
    const publishes = reporter.rank === 0 && !stopped;
    const result = await concludeRun(parts, {
      ...{ jobId, job, outcome, engine, publishes, sink, clock, logger },
      // Nobody takes an export either once it is cut off.
      signal: AbortSignal.any([signal, cutOff]),
    });
    channel.say({ type: 'finished', result, stopped });
  }

  private openAudit(
    { dataset }: JobParts,
    { keepAudit: keep }: JobStores,
    first: Pick<AuditReporterOptions['begin'], 'generation' | 'world'>,
  ): AuditReporter {
    const { attempt } = this.assignment;
    const { channel, clock, engine, logger } = this.o;
    const begin = {
      attempt,
      ...first,
      samples: dataset.info.sizes.train,
      datasetHash: dataset.info.hash,
      fingerprint: { ...engine.fingerprint },
    };
    return createAuditReporter({ begin, channel, keep, clock, logger });
  }

  /** The coordinator gives every gang a time to get ready; this only keeps a forgotten rank from waiting for ever. */
  private async firstGeneration(members: RankMembers): Promise<NextGeneration | undefined> {
    const ready = new AbortController();
    // Others may still fetch their data.
    const limitMs = LIMITS.dataFetchMs + LIMITS.gangReadyMs;
    const overdue = sleep(this.o.clock, limitMs, ready.signal).then(() => {
      throw new TrainError('deadline', `no Go within ${limitMs} ms after this rank was ready`);
    });
    overdue.catch(() => undefined);
    return Promise.race([members.first(), overdue]).finally(() => ready.abort());
  }
}

/** Steps that a checkpoint makes count for good are told before it is there. */
const auditedFirst = (audit: AuditReporter, store: CheckpointStore): CheckpointStore => ({
  ...store,
  save: (step, files, manifest, signal) => {
    audit.flush();
    return store.save(step, files, manifest, signal);
  },
});
const stronger = (a: ControlWord, b: ControlWord): ControlWord =>
  CONTROL_WORDS.indexOf(a) >= CONTROL_WORDS.indexOf(b) ? a : b;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TrainError('invalid', 'the assigned job document is not JSON', { cause });
  }
}
