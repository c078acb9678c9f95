import type { ResolvedJob } from '@ringmaster/contracts';
import { z } from 'zod';
import type { LoadedCheckpoint } from '../checkpoint/load-checkpoint.js';
import type { ReplicaState } from '../ports/step-program.js';
import { freshMonitor, MonitorState } from './monitor.js';
import { freshPlateau, PlateauState } from './plateau.js';

/** What a manifest says of the callbacks of its job; absent where there are none. */
export const SavedCallbacks = z.strictObject({
  earlyStopping: MonitorState.optional(),
  plateau: PlateauState.optional(),
});
export type SavedCallbacks = z.output<typeof SavedCallbacks>;

/** Weights and state of a model. */
export type ModelState = Pick<ReplicaState, 'weights' | 'state'>;

/** What callbacks remember. Changed in one place only: after an evaluation of the validation split. */
export interface CallbackState {
  earlyStopping: MonitorState | undefined;
  plateau: PlateauState | undefined;
  /** The model of the best evaluation, where the run is to end with it. */
  best: ModelState | undefined;
}

/**
 * The state to begin with. A callback that the checkpoint knows goes on where it was; one that is new, watches another
 * number, or lacks the weights that it is now to restore, starts over.
 */
export function openCallbacks(job: ResolvedJob, resume: LoadedCheckpoint | undefined): CallbackState {
  const saved = resume?.manifest.callbacks ?? {};
  const { earlyStopping } = job.training;
  const state: CallbackState = { earlyStopping: undefined, plateau: undefined, best: undefined };
  if (earlyStopping) {
    const old = saved.earlyStopping;
    const hasBest = !earlyStopping.restoreBest || old?.best === null || resume?.best !== undefined;
    const isContinued = old?.monitor === earlyStopping.monitor && hasBest;
    state.earlyStopping = isContinued ? old : freshMonitor(earlyStopping.monitor);
    state.best = isContinued && earlyStopping.restoreBest ? resume?.best : undefined;
  }
  if (job.schedule.kind === 'plateau') {
    const isContinued = saved.plateau?.monitor === job.schedule.monitor;
    state.plateau = isContinued ? saved.plateau : freshPlateau(job.schedule);
  }
  return state;
}

/** For the manifest: undefined when the job has no callbacks. */
export function saveCallbacks({ earlyStopping, plateau }: CallbackState): SavedCallbacks | undefined {
  if (!earlyStopping && !plateau) return undefined;
  return { ...(earlyStopping && { earlyStopping }), ...(plateau && { plateau }) };
}
