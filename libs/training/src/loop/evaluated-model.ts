import { assert } from '@ringmaster/core';
import type { ModelState } from '../callbacks/callback-state.js';
import { EMA_SLOT } from '../optimizers/with-ema.js';
import type { TrainingLoop } from './training-loop.js';

/** The slot that stands in for the weights when the model is evaluated; before the first update it holds nothing yet. */
export const evaluatedSlot = ({ run, progress }: TrainingLoop): string | undefined =>
  (run.job.training.ema ?? run.job.training.swa) && progress.updates > 0 ? EMA_SLOT : undefined;

/** The model that evaluations of the validation split see, copied: averaged weights where the job keeps them. */
export function evaluatedModel(loop: TrainingLoop): ModelState {
  const { program } = loop.run;
  const { weights, state, slots } = program.read();
  const slot = evaluatedSlot(loop);
  if (slot === undefined) return { weights, state };
  const average = slots[program.layout.slots.indexOf(slot)];
  assert(average, `the program has no slot ${slot}`);
  return { weights: average, state };
}
