import { observe, type Observation } from '../callbacks/monitor.js';
import { observePlateau } from '../callbacks/plateau.js';
import { evaluateSplit } from './evaluate.js';
import { evaluatedModel, evaluatedSlot } from './evaluated-model.js';
import type { TrainingLoop } from './training-loop.js';
import type { Metrics } from './training-run.js';

/**
 * Evaluates the validation split and lets the callbacks decide. They read the reduced record alone, which has the same
 * bits on every rank and for every world, so that all ranks come to the same decisions without asking each other.
 */
export async function evaluateAndDecide(loop: TrainingLoop): Promise<void> {
  const metrics = await evaluateSplit(loop, 'validation');
  loop.rest.evaluate = false;
  decideEarlyStop(loop, metrics);
  decideLearningRate(loop, metrics);
}

/** True when no step is left to take: all are done, or early stopping ended the run. */
export const isOver = ({ progress, plan, run, callbacks }: TrainingLoop): boolean => {
  const { earlyStopping } = run.job.training;
  const stale = callbacks.earlyStopping?.stale ?? 0;
  return progress.step >= plan.totalSteps || (earlyStopping !== undefined && stale >= earlyStopping.patience);
};

/**
 * Puts the weights that the run ends with into the program: those of the best evaluation where the job asks for them,
 * else the averaged ones where it keeps them, else those of the last step.
 */
export function takeFinalWeights(loop: TrainingLoop): void {
  const { program } = loop.run;
  const { best } = loop.callbacks;
  if (!best && evaluatedSlot(loop) === undefined) return;
  program.write({ ...(best ?? evaluatedModel(loop)), slots: program.read().slots });
}

const seenAt = (step: number, monitor: string, metrics: Metrics): Observation => ({
  step,
  value: metrics[monitor] ?? NaN,
});

function decideEarlyStop(loop: TrainingLoop, metrics: Metrics): void {
  const { run, progress, callbacks } = loop;
  const spec = run.job.training.earlyStopping;
  if (!spec || !callbacks.earlyStopping) return;
  const { step } = progress;
  const next = observe(callbacks.earlyStopping, seenAt(step, spec.monitor, metrics), spec);
  callbacks.earlyStopping = next;
  if (spec.restoreBest && next.stale === 0) callbacks.best = evaluatedModel(loop);
  if (next.stale < spec.patience) return;
  const { monitor, best, bestStep } = next;
  run.on.onDecision?.({ kind: 'earlyStop', step, monitor, best, bestStep });
}

function decideLearningRate({ run, progress, callbacks }: TrainingLoop, metrics: Metrics): void {
  const { schedule } = run.job;
  if (schedule.kind !== 'plateau' || !callbacks.plateau) return;
  const { step } = progress;
  const before = callbacks.plateau;
  const next = observePlateau(before, seenAt(step, schedule.monitor, metrics), schedule);
  callbacks.plateau = next;
  if (next.reductions === before.reductions) return;
  const { monitor, best, bestStep } = next;
  run.on.onDecision?.({ kind: 'reduceLearningRate', step, monitor, best, bestStep });
}
