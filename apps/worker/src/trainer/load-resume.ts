import type { ResolvedJob } from '@ringmaster/contracts';
import { type Logger, TrainError } from '@ringmaster/core';
import { type CheckpointStore, type LoadedCheckpoint, loadCheckpoint } from '@ringmaster/training';
import type { Assignment } from '../ipc/messages.js';
import type { JobParts } from './parts.js';

export interface ResumeOptions {
  readonly assignment: Assignment;
  readonly job: ResolvedJob;
  /** Of a job, by its id. */
  readonly checkpoints: (jobId: string) => CheckpointStore;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/**
 * The checkpoint that a rank starts from; undefined: from the beginning. One of its own job that is broken is passed over for an
 * older one. @throws TrainError artifact_corrupt of another job's, which was asked for by number
 */
export async function loadResume(
  { program, dataset }: Pick<JobParts, 'program' | 'dataset'>,
  { assignment, job, checkpoints, signal, logger }: ResumeOptions,
): Promise<LoadedCheckpoint | undefined> {
  const { resumeFrom, jobId } = assignment;
  if (!resumeFrom) return undefined;
  const at = resumeFrom.lastIndexOf('/');
  const source = resumeFrom.slice(0, at);
  const request = {
    store: checkpoints(source),
    job,
    layout: program.layout,
    datasetHash: dataset.info.hash,
    signal,
    onCorrupt: (step: number, error: TrainError) =>
      logger.warn(`checkpoint of step ${step} is passed over: ${error.message}`),
  };
  try {
    return await loadCheckpoint({ ...request, step: Number(resumeFrom.slice(at + 1)) });
  } catch (error) {
    // Its own newest one may be broken; every rank then finds the same older one.
    const isOwnCorrupt = source === jobId && error instanceof TrainError && error.code === 'artifact_corrupt';
    if (!isOwnCorrupt) throw error;
    logger.warn(`${resumeFrom} cannot be used (${error.message}); looking for an older checkpoint`);
    return loadCheckpoint({ ...request, step: 'latest' });
  }
}
