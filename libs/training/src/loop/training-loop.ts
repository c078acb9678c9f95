import { z } from 'zod';
import { type CallbackState, openCallbacks } from '../callbacks/callback-state.js';
import { requireMonitored } from '../callbacks/require-monitored.js';
import { requireSameNormalizer } from '../checkpoint/compatibility.js';
import { type TrainingPlan, trainingPlan } from '../order/training-plan.js';
import { breather } from './breathe.js';
import { type StepDeadlines, stepDeadlines } from './deadline.js';
import { type EvaluationBatches, evaluationAhead, evaluationInPlace } from './evaluation-batches.js';
import { freshProgress, type Progress, restoreProgress } from './progress.js';
import { trackedDataset } from './tracked-dataset.js';
import { batchesAhead, batchesInPlace, type TrainingBatches } from './training-batches.js';
import type { ConfusionTable } from '../ports/graph-parts.js';
import type { StepExchange } from '../ports/step-exchange.js';
import type { ControlWord } from '../record.js';
import type { Metrics, TrainingRun } from './training-run.js';

/** A run in motion: what the parts of the loop share. */
export interface TrainingLoop {
  readonly run: TrainingRun;
  readonly plan: TrainingPlan;
  /** Of the present generation. */
  exchange: StepExchange;
  /** The logical shards that this rank computes in the present generation. */
  owned: readonly number[];
  readonly progress: Progress;
  readonly callbacks: CallbackState;
  /** The step that the present generation started with. */
  firstStep: number;
  /** Time spent between two steps, which the next one tells; milliseconds. */
  readonly between: Record<BetweenSteps, number>;
  /** What is still to be done of the step that was applied last. */
  readonly rest: StepRest;
  /** What that step's record said: a word that ends the run does so in the next generation too. */
  word: ControlWord;
  /** Of the test split, once the run's last evaluation is done. */
  finalMetrics: Metrics | undefined;
  /** Of the same evaluation, where a metric keeps one. */
  finalConfusion: ConfusionTable | undefined;
  readonly normalizer: z.core.util.JSONType;
  readonly deadlines: StepDeadlines;
  readonly batches: TrainingBatches;
  readonly evaluationBatches: EvaluationBatches;
  /** A vector as long as gradient and state, for micro-batches; made when first asked for. */
  microScratch(): Float32Array;
  /** A vector as long as the gradient, made when first asked for. */
  clipScratch(): Float32Array;
  /** Another one, for the gradient without its loss scale. */
  scaleScratch(): Float32Array;
  breathe(): Promise<void>;
}

export type BetweenSteps = 'compare' | 'evaluate' | 'checkpoint';

/** Does something between two steps and books its time. */
export async function booked<T>(
  { run: { clock }, between }: TrainingLoop,
  what: BetweenSteps,
  work: () => Promise<T>,
): Promise<T> {
  const startMs = clock.monotonicMs();
  try {
    return await work();
  } finally {
    between[what] += clock.monotonicMs() - startMs;
  }
}

/** The end of a step, in this order. Nothing but `save` is this rank's own business alone. */
export interface StepRest {
  /** Tell which shards made the step non-finite. */
  report: boolean;
  evaluate: boolean;
  save: boolean;
  /** Digests of this rank's shards that were not finite, for the report. */
  offenders: ReadonlyMap<number, bigint>;
}

/** Builds the loop of a run and puts the program where the checkpoint left it. */
export function openLoop(run: TrainingRun): TrainingLoop {
  const { job, program, dataset, exchange, resume, feed } = run;
  requireMonitored(job, dataset.info.sizes.validation);
  const normalizer = z.json().parse(run.normalizer);
  const tracked = trackedDataset(dataset);
  if (resume) {
    requireSameNormalizer(resume.manifest, normalizer);
    program.write(resume.replica);
  }
  const progress = resume
    ? restoreProgress(resume.manifest.progress, job.training.precision)
    : freshProgress(program.metrics.training.width, job.training.precision);
  const plan = trainingPlan(job, dataset.info.sizes.train);
  return {
    run,
    plan,
    exchange,
    owned: exchange.owned,
    between: { compare: 0, evaluate: 0, checkpoint: 0 },
    rest: { report: false, evaluate: false, ...resume?.manifest.rest, save: false, offenders: new Map() },
    word: 'none',
    finalMetrics: undefined,
    finalConfusion: undefined,
    progress,
    callbacks: openCallbacks(job, resume),
    firstStep: progress.step,
    normalizer,
    deadlines: stepDeadlines(),
    batches: feed
      ? batchesAhead(feed, plan, job.training.accumulate)
      : batchesInPlace(tracked, run.pipelines),
    evaluationBatches: feed ? evaluationAhead(feed) : evaluationInPlace(tracked, run.pipelines),
    microScratch: lazy(() => new Float32Array(program.layout.weightCount + program.layout.stateCount)),
    clipScratch: lazy(() => new Float32Array(program.layout.weightCount)),
    scaleScratch: lazy(() => new Float32Array(program.layout.weightCount)),
    breathe: breather(run.clock),
  };
}

function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
