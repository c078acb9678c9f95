import { TrainError } from '@ringmaster/core';
import { modelTensors } from '../checkpoint/named-tensor.js';
import { tensorsSha256 } from '../checkpoint/weights-hash.js';
import type { StepPlan } from '../order/training-plan.js';
import { evaluateAndDecide, isOver, takeFinalWeights } from './decide.js';
import { isEvaluationDue } from './evaluate.js';
import { takeStep } from './step.js';
import { openLoop } from './training-loop.js';
import type { TrainingRun } from './training-run.js';

export interface ReplayRange {
  /** The last step that is computed, counted from 1. */
  readonly to: number;
  /** Called before that step, with the program as the step will find it. */
  beforeLast(step: StepPlan): void;
}

/**
 * Computes steps again, from a checkpoint or from the initial weights, exactly as the run did: same loop, same seeds,
 * same evaluations where they decide about the learning rate. Saves nothing. A last step that ends the run because it
 * is not finite counts as computed.
 * @returns the hash of the model after the last step; at the end of the run that of the weights that it ends with
 * @throws TrainError `invalid` when the range is empty or beyond the end of the run
 */
export async function replaySteps(run: TrainingRun, { to, beforeLast }: ReplayRange): Promise<string> {
  const loop = openLoop(run);
  const { progress, plan } = loop;
  const { program, job } = run;
  if (to <= progress.step || to > plan.totalSteps)
    throw new TrainError(
      'invalid',
      `step ${to} cannot be computed from step ${progress.step} of a run of ${plan.totalSteps} steps`,
    );
  const isSteered = job.training.earlyStopping !== undefined || job.schedule.kind === 'plateau';
  while (progress.step < to) {
    run.signal.throwIfAborted();
    if (progress.step === to - 1) beforeLast(plan.at(progress.step));
    const finished = await takeStep(loop).catch((error: unknown) => {
      const isLast = progress.step === to && error instanceof TrainError && error.code === 'non_finite';
      if (!isLast) throw error;
      return undefined;
    });
    if (finished && isSteered && isEvaluationDue(loop, finished)) await evaluateAndDecide(loop);
    await loop.breathe();
  }
  if (isOver(loop)) takeFinalWeights(loop);
  return tensorsSha256(modelTensors(program.layout, program.read()));
}
