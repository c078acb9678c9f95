import { LIMITS, type ProgressView, type ResolvedJob } from '@ringmaster/contracts';
import type { Clock, Generation, Logger } from '@ringmaster/core';
import type { StepEvent, TrainingListener } from '@ringmaster/training';
import type { AgentChannel } from './channel.js';
import { timingsSince } from './timings.js';

export interface ReporterOptions {
  /** Within the first generation of this rank. */
  readonly rank: number;
  readonly job: ResolvedJob;
  readonly channel: AgentChannel;
  /** That this rank takes steps in. */
  readonly generation: () => Generation | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Reporter extends TrainingListener {
  readonly lastStep: number;
  /** Within the present generation. */
  readonly rank: number;
  /** How long a step may take here, ms: as the exchange derives it from those seen. */
  readonly patienceMs: number;
}

/** JSON has no NaN: what is not finite is told as null. */
const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

/**
 * Tells the agent how a run goes. All ranks report progress; what is equal on every rank (metrics, evaluations,
 * warnings) comes from rank 0 alone.
 */
export function createReporter(o: ReporterOptions): Reporter {
  const { channel, clock, job, logger } = o;
  let { rank } = o;
  const pace = stepPace(clock);
  const metric = (line: Record<string, unknown>) => {
    if (rank === 0)
      channel.say({ type: 'metrics', line: { at: new Date(clock.wallMs()).toISOString(), ...line } });
  };
  const rate = sampleRate(clock);
  const timings = timingsSince();
  let lastStep = 0;
  let saidMs: number | undefined;
  let checkpointStep: number | null = null;

  return {
    get lastStep() {
      return lastStep;
    },
    get rank() {
      return rank;
    },
    get patienceMs() {
      return pace.patienceMs();
    },
    onGeneration(event) {
      rank = event.rank;
      pace.regroup();
      timings.reset();
      logger.info(`goes on as rank ${event.rank} of ${event.world} at step ${event.step}`);
    },
    onStep(event) {
      rate.add(event.samples);
      timings.add(event);
      lastStep = event.step;
      const standstillMs = pace.step(event.stepMs);
      const generation = o.generation();
      if (standstillMs !== undefined && rank === 0 && generation)
        channel.say({ type: 'regrouped', generation, step: event.step, standstillMs });
      const isFirst = saidMs === undefined;
      if (isFirst) channel.say({ type: 'running', step: event.step });
      const isLast = event.step === event.totalSteps;
      const now = clock.monotonicMs();
      if (isFirst || isLast || now - (saidMs ?? 0) >= LIMITS.progressMs) {
        saidMs = now;
        const progress = progressOf(event, { job, checkpointStep, perSecond: rate.perSecond() });
        channel.say({ type: 'progress', progress, timings: timings.take() });
      }
      if (isFirst || isLast || event.step % LIMITS.metricsEverySteps === 0)
        metric(stepLine(event, rate.perSecond()));
    },
    onEpoch({ epoch, step, samples, metrics }) {
      metric({ type: 'epoch', epoch, step, samples, ...finiteMetrics(metrics) });
      if (rank === 0) logger.info(`epoch ${epoch + 1}/${job.training.epochs}: ${describe(metrics)}`);
    },
    onEvaluate({ split, step, samples, metrics }) {
      metric({ type: 'evaluate', split, step, samples, ...finiteMetrics(metrics) });
      if (rank === 0) logger.info(`${split} at step ${step}: ${describe(metrics)}`);
    },
    onCheckpoint(step, manifestSha256) {
      checkpointStep = step;
      channel.say({ type: 'checkpoint', step, manifestSha256 });
    },
    onCheckpointFailed: (step, error) => logger.warn(`checkpoint of step ${step}: ${error.message}`),
    onDecision({ kind, step, monitor, best, bestStep }) {
      metric({ type: kind, step, monitor, best, bestStep });
      const what = kind === 'earlyStop' ? 'training ends early' : 'the learning rate is reduced';
      if (rank === 0)
        logger.info(
          `${what} after step ${step}: validation ${monitor} was best at step ${bestStep}, ${best ?? 'never'}`,
        );
    },
    onSkippedStep({ step, shards, ids, lossScale }) {
      metric({ type: 'skipped', step, shards, ids, ...(lossScale !== undefined && { lossScale }) });
      const now = lossScale === undefined ? '' : `; the loss scale is ${lossScale} from now on`;
      if (rank === 0)
        logger.warn(
          `step ${step} was skipped: loss or gradient was not finite in shard(s) ${shards.join(', ')}${now}`,
        );
    },
  };
}

const progressOf = (
  event: StepEvent,
  {
    job,
    checkpointStep,
    perSecond,
  }: {
    readonly job: ResolvedJob;
    readonly checkpointStep: number | null;
    readonly perSecond: number;
  },
): ProgressView => ({
  step: event.step,
  totalSteps: event.totalSteps,
  epoch: event.epoch,
  epochs: job.training.epochs,
  loss: finite(event.loss),
  accuracy: finite(event.metrics['accuracy']),
  learningRate: event.learningRate,
  samplesPerSecond: finite(perSecond),
  stepMs: finite(event.stepMs),
  checkpointStep,
});

const stepLine = (event: StepEvent, samplesPerSecond: number) => ({
  type: 'step',
  step: event.step,
  epoch: event.epoch,
  loss: finite(event.loss),
  ...finiteMetrics(event.metrics),
  learningRate: event.learningRate,
  gradientNorm: finite(event.gradientNorm),
  ...(event.lossScale !== undefined && { lossScale: event.lossScale }),
  samplesPerSecond: finite(samplesPerSecond),
  stepMs: event.stepMs,
  phases: event.phases,
});

const finiteMetrics = (metrics: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, finite(value)]));

const describe = (metrics: Readonly<Record<string, number>>): string =>
  Object.entries(metrics)
    .map(([name, value]) => `${name} ${value.toFixed(4)}`)
    .join(', ');

/** How long steps take, and how long nothing moved between two generations. */
function stepPace(clock: Clock) {
  let slowestMs: number | undefined;
  let lastMs: number | undefined;
  let isRegrouping = false;
  return {
    /** As the exchange derives it from the steps that were seen. */
    patienceMs(): number {
      const { firstStepMs, minStepMs, stepFactor } = LIMITS;
      return slowestMs === undefined ? firstStepMs : Math.max(minStepMs, stepFactor * slowestMs);
    },
    regroup: () => void (isRegrouping = true),
    /** Milliseconds since the step before, for the first one of a later generation. */
    step(ms: number): number | undefined {
      const now = clock.monotonicMs();
      const standstillMs = isRegrouping && lastMs !== undefined ? now - lastMs : undefined;
      slowestMs = Math.max(slowestMs ?? 0, ms);
      lastMs = now;
      isRegrouping = false;
      return standstillMs;
    },
  };
}

/** Samples a second over the last second or so. */
function sampleRate(clock: Clock): { add(samples: number): void; perSecond(): number } {
  const WINDOW_MS = 1_000;
  let window: { readonly atMs: number; readonly samples: number }[] = [
    { atMs: clock.monotonicMs(), samples: 0 },
  ];
  return {
    add(samples) {
      const atMs = clock.monotonicMs();
      window.push({ atMs, samples });
      // The oldest entry only marks where the window begins.
      const first = window.findIndex((entry) => atMs - entry.atMs <= WINDOW_MS);
      window = window.slice(Math.max(0, first - 1));
    },
    perSecond() {
      const [first, ...rest] = window;
      const last = rest.at(-1);
      if (!first || !last || last.atMs <= first.atMs) return NaN;
      return (1_000 * rest.reduce((sum, { samples }) => sum + samples, 0)) / (last.atMs - first.atMs);
    },
  };
}
