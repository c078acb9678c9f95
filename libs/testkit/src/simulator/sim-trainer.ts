import type { JobResult, ResolvedJob, wire } from '@ringmaster/contracts';
import { LIMITS } from '@ringmaster/contracts';
import { type Generation, silentLogger, sleep, TrainError } from '@ringmaster/core';
import type { Dataset } from '@ringmaster/data';
import {
  type CheckpointStore,
  CONTROL_WORDS,
  type ControlWord,
  type LoadedCheckpoint,
  loadCheckpoint,
  type NextGeneration,
  type RankInput,
  RankMembers,
  runTraining,
  type StepExchange,
  type StepProgram,
  storeWithSpool,
  type TrainingListener,
} from '@ringmaster/training';
import { plainPipelines } from '../training/train-in-process.js';
import { simRankNetwork } from './sim-rank-network.js';
import type { RankWorld } from './sim-transport.js';

/** What a rank says, as the body of a `RankEvent`. */
export type RankEventBody = Omit<wire.v1.IRankEvent, 'jobId' | 'attempt' | 'rank'>;

export interface SimAssignment {
  readonly jobId: string;
  readonly attempt: number;
  readonly rank: number;
  readonly world: number;
  readonly secret: Uint8Array;
  readonly resumeFrom: string;
}

export interface SimTrainerOptions extends RankWorld {
  readonly assignment: SimAssignment;
  readonly address: string;
  readonly frameBytes: number;
  readonly job: ResolvedJob;
  readonly dataset: Dataset;
  readonly program: StepProgram;
  readonly checkpoints: CheckpointStore;
  /** Where its own go when the coordinator is away for good. */
  readonly spool: CheckpointStore;
  readonly onSpooled: (step: number) => void;
  readonly exportModel: (weightsSha256: string, signal: AbortSignal) => Promise<void>;
  /** How long this rank computes for a step, ms. */
  readonly computeMs: () => number;
  readonly say: (body: RankEventBody) => void;
  readonly on: TrainingListener;
  /** A step that no rank survives, or that fails on every one. */
  readonly beforeStep: (step: number) => void;
  /** For planted bugs: what stands between the loop and its exchange. */
  readonly wrap?: ((exchange: StepExchange) => StepExchange) | undefined;
}

/** One rank's process: the real membership and training loop, wired as the worker's trainer wires them. */
export class SimTrainer {
  readonly #aborting = new AbortController();
  readonly #cutting = new AbortController();
  readonly #members: RankMembers;
  readonly #network;
  #control: ControlWord = 'none';
  #isTraining = false;
  #slowestMs: number | undefined;
  #lastMs: number | undefined;
  #isRegrouping = false;
  #hasRun = false;

  constructor(private readonly o: SimTrainerOptions) {
    const { layout } = o.program;
    this.#network = simRankNetwork({
      ...o,
      secret: o.assignment.secret,
      shards: o.job.training.shards,
      vectorLength: layout.weightCount + layout.stateCount,
    });
    this.#members = new RankMembers({
      assignment: o.assignment,
      network: this.#network,
      report: (seal) => {
        o.pass('rank: sealed, before the report');
        o.say({ sealed: seal });
      },
      patienceMs: () => this.#patienceMs,
      signal: this.#aborting.signal,
      logger: silentLogger,
    });
  }

  order(input: Extract<RankInput, { kind: 'go' | 'resize' | 'leave' }>): void {
    this.#members.take(input);
  }

  stop(word: 'stop' | 'pause', reason: string): void {
    if (this.#control !== 'stop') this.#control = word;
    if (!this.#isTraining) this.abort(reason);
  }

  /** Nobody takes checkpoints any more: they go into the spool, and a sealed state that is held goes there now. */
  cutOff(reason: string): void {
    this.#cutting.abort(new TrainError('unavailable', reason));
    this.#members.giveUp();
  }

  abort(reason: string): void {
    this.#aborting.abort(
      new TrainError('cancelled', `rank ${this.o.assignment.rank} was stopped: ${reason}`),
    );
  }

  /** Says how it ended, whatever happens. */
  async run(): Promise<void> {
    try {
      await this.#train();
    } catch (caught) {
      if (!this.o.process.alive) return;
      const cause = TrainError.from(caught);
      const secondary = this.#aborting.signal.aborted || cause.code === 'peer_lost';
      this.o.say({
        failed: { causeJson: JSON.stringify(cause.view()), secondary, atMs: this.o.process.clock.wallMs() },
      });
    } finally {
      await this.#network.close();
    }
  }

  get #patienceMs(): number {
    const { firstStepMs, minStepMs, stepFactor } = LIMITS;
    return this.#slowestMs === undefined ? firstStepMs : Math.max(minStepMs, stepFactor * this.#slowestMs);
  }

  async #train(): Promise<void> {
    const { assignment, say, dataset, job, program, process, checkpoints: store, spool } = this.o;
    const { signal } = this.#aborting;
    const cutOff = this.#cutting.signal;
    const checkpoints = storeWithSpool({ store, spool, cutOff });
    const datasetHash = dataset.info.hash;
    say({
      ready: { dataAddress: this.#network.dataAddress, pid: 1, fingerprint: 'sim', warm: true, datasetHash },
    });
    const [first, resume] = await Promise.all([
      this.#firstGeneration(),
      assignment.world > 0 && assignment.resumeFrom ? this.#resume() : undefined,
    ]);
    if (!first) return say({ left: { step: 0 } });
    this.#isTraining = true;
    let rank = first.exchange.rank;
    const outcome = await runTraining({
      ...{ job, program, dataset, checkpoints, clock: process.clock, signal },
      exchange: this.#computing(first.exchange),
      regroup: {
        numberOf: (rank) => this.#members.numberOf(rank),
        next: async (seal) => {
          const next = await this.#members.next(seal);
          if (!next || next === 'givenUp') return next;
          return { ...next, exchange: this.#computing(next.exchange) };
        },
      },
      pipelines: plainPipelines,
      normalizer: { kind: 'none' },
      ...(resume && { resume }),
      ...(first.handover && { handover: first.handover }),
      control: () => stronger(this.#control, this.#members.wantsResize ? 'resize' : 'none'),
      on: {
        ...this.o.on,
        onStep: (event) => {
          this.o.on.onStep?.(event);
          this.o.pass('rank: after it was applied, before anybody knows');
          this.#tell(event.step, event.stepMs, rank);
        },
        onGeneration: (event) => {
          rank = event.rank;
          this.#isRegrouping = true;
          this.o.on.onGeneration?.(event);
        },
        onCheckpoint: (step, manifestSha256) => {
          if (checkpoints.isSpooled(step)) this.o.onSpooled(step);
          else say({ checkpoint: { step, manifestSha256 } });
        },
      },
    });
    this.#isTraining = false;
    const { weightsSha256, steps, samples, skippedSteps, metrics, stopped, control } = outcome;
    if (control === 'resize') return say({ left: { step: steps } });
    if (rank === 0 && !stopped) {
      // Nobody takes an export either once it is cut off.
      await this.o.exportModel(weightsSha256, AbortSignal.any([signal, cutOff]));
    }
    const result: JobResult = {
      ...{ weightsSha256, steps, samples, skippedSteps },
      metrics: { ...metrics },
      artifacts: [],
      backend: 'sim',
    };
    this.o.pass('rank: finished, before the report');
    say({ finished: { resultJson: JSON.stringify(result), stopped } });
  }

  #tell(step: number, stepMs: number, rank: number): void {
    const now = this.o.process.clock.monotonicMs();
    this.#slowestMs = Math.max(this.#slowestMs ?? 0, stepMs);
    const generation: Generation | undefined = this.#members.formation?.generation;
    if (this.#isRegrouping && this.#lastMs !== undefined && rank === 0 && generation)
      this.o.say({ regrouped: { generation, step, standstillMs: now - this.#lastMs } });
    this.#isRegrouping = false;
    this.#lastMs = now;
    if (!this.#hasRun) this.o.say({ running: { step } });
    this.#hasRun = true;
  }

  async #firstGeneration(): Promise<NextGeneration | undefined> {
    const ready = new AbortController();
    const limitMs = LIMITS.dataFetchMs + LIMITS.gangReadyMs;
    const overdue = sleep(this.o.process.clock, limitMs, ready.signal).then(() => {
      throw new TrainError('deadline', `no Go within ${limitMs} ms after this rank was ready`);
    });
    overdue.catch(() => undefined);
    return Promise.race([this.#members.first(), overdue]).finally(() => ready.abort());
  }

  async #resume(): Promise<LoadedCheckpoint | undefined> {
    const { job, program, dataset, checkpoints, assignment } = this.o;
    const request = {
      ...{ store: checkpoints, job, layout: program.layout, datasetHash: dataset.info.hash },
      signal: this.#aborting.signal,
    };
    const step = Number(assignment.resumeFrom.split('/')[1]);
    try {
      return await loadCheckpoint({ ...request, step });
    } catch (error) {
      if (!(error instanceof TrainError && error.code === 'artifact_corrupt')) throw error;
      return loadCheckpoint({ ...request, step: 'latest' });
    }
  }

  /** Steps take time, and may be the last thing that a process does. */
  #computing(exchange: StepExchange): StepExchange {
    const inner = this.o.wrap?.(exchange) ?? exchange;
    const { process, computeMs, beforeStep, pass } = this.o;
    return {
      ...{ rank: inner.rank, world: inner.world, owned: inner.owned },
      leaf: (shard) => inner.leaf(shard),
      begin: (step) => {
        beforeStep(step);
        inner.begin(step);
      },
      contribute: (shard) => inner.contribute(shard),
      finish: async (records, signal) => {
        await sleep(process.clock, computeMs(), signal);
        const reduced = await inner.finish(records, signal);
        pass('rank: after the sum, before it is applied');
        return reduced;
      },
      exchangeRecords: (step, records, signal) => inner.exchangeRecords(step, records, signal),
      close: () => inner.close(),
    };
  }
}

const stronger = (a: ControlWord, b: ControlWord): ControlWord =>
  CONTROL_WORDS.indexOf(a) >= CONTROL_WORDS.indexOf(b) ? a : b;
