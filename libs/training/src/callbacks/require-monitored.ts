import type { ResolvedJob } from '@ringmaster/contracts';
import { problemsError } from '../job/problem.js';

/**
 * Early stopping and the plateau schedule watch the validation split: the data set must have one.
 * @throws TrainError `invalid` naming the field
 */
export function requireMonitored({ training, schedule, data }: ResolvedJob, validation: number): void {
  if (validation > 0) return;
  const watchers = [
    ...(training.earlyStopping ? ['training.earlyStopping'] : []),
    ...(schedule.kind === 'plateau' ? ['schedule.kind'] : []),
  ];
  if (watchers.length === 0) return;
  const message = `watches the validation split, and ${data.dataset} has no validation samples`;
  throw problemsError(watchers.map((path) => ({ path, message })));
}
