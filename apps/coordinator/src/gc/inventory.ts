import { isTerminal, type JobStore } from '@ringmaster/scheduling';
import { checkpointsOfSizes } from '@ringmaster/store';
import type { ArtifactStore } from '@ringmaster/training';
import type { Pins } from './pins.js';
import type { StoredJob } from './plan-gc.js';

/** What every job of the log has in the store. Nothing is read but listings. */
export async function inventory(
  store: JobStore,
  artifacts: ArtifactStore,
  pins: Pins,
): Promise<readonly StoredJob[]> {
  const jobs: StoredJob[] = [];
  for (const record of store.all()) {
    const { jobId, endedAt, submittedAt } = record;
    const sizes = await artifacts.sizes(jobId);
    const checkpoints = checkpointsOfSizes(sizes);
    jobs.push({
      jobId,
      endedMs: isTerminal(record) ? Date.parse(endedAt ?? submittedAt) : undefined,
      isPinned: pins.of(jobId).job,
      bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
      checkpoints,
      neededSteps: neededSteps(store, pins, jobId),
      newestStep: checkpoints.at(-1)?.step,
    });
  }
  return jobs;
}

/** Pinned steps, and those that a job which has not ended was submitted to go on from. */
export function neededSteps(
  store: Pick<JobStore, 'open'>,
  pins: Pick<Pins, 'of'>,
  jobId: string,
): ReadonlySet<number> {
  const resumed = store.open().flatMap(({ resume }) => {
    const [source, step] = resume?.split('/') ?? [];
    return source === jobId && step !== undefined ? [Number(step)] : [];
  });
  return new Set([...pins.of(jobId).steps, ...resumed]);
}
