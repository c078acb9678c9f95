import type { CallOptions, Client } from '@ringmaster/client';
import type { ArtifactView, ExportOrder, JobView } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { pullCheckpoint } from '../verbs/ckpt-pull.js';
import { downloadArtifact } from './download-artifact.js';

/** Where an export's weights come from: what the job published at its end, or one of its checkpoints. */
export type ModelSource = ExportOrder['source'] & { readonly step?: number };

export interface SourceRequest {
  readonly client: Client;
  readonly call: CallOptions;
  readonly job: JobView;
  /** A checkpoint's step. Default: the published model, and for a job without one its newest checkpoint. */
  readonly step?: number | undefined;
  /** An empty directory that gets the files. */
  readonly directory: string;
}

/** The published model, whose tensors the converter checks against the job's `weightsSha256`. */
const PUBLISHED = ['model/model.json', 'model/weights.bin'] as const;
/** A newest checkpoint may be pruned while it is being copied: then there is a newer one. */
const TRIES = 3;

/**
 * Copies the files of a model; every one is checked against its SHA-256.
 * @throws TrainError `not_found` when the job has no model yet, or not that checkpoint | `artifact_corrupt`
 */
export async function fetchModel(request: SourceRequest): Promise<ModelSource> {
  const { job, step } = request;
  if (step !== undefined) return fetchCheckpoint(request, step);
  if (job.state === 'succeeded') return fetchPublished(request);
  return fetchNewest(request);
}

async function fetchPublished({ client, call, job, directory }: SourceRequest): Promise<ModelSource> {
  const found = new Map<string, ArtifactView>(
    (await client.artifacts.list(job.jobId, { ...call, prefix: 'model/' })).map((one) => [one.name, one]),
  );
  for (const name of PUBLISHED) {
    const artifact = found.get(name);
    if (!artifact)
      throw new TrainError(
        'not_found',
        `job ${job.jobId} has succeeded, but its artifact ${name} is gone; export a checkpoint: see ringmaster ckpt ls ${job.jobId}`,
      );
    await downloadArtifact({ client, call, jobId: job.jobId, directory }, artifact);
  }
  return { kind: 'model', directory };
}

async function fetchNewest(request: SourceRequest): Promise<ModelSource> {
  const { client, call, job } = request;
  for (let attempt = 1; ; attempt += 1) {
    const newest = (await client.checkpoints.list(job.jobId, call)).checkpoints.at(-1);
    if (!newest)
      throw new TrainError(
        'not_found',
        `job ${job.jobId} is ${job.state} and has neither a model nor a checkpoint yet; a model is there when it has succeeded`,
      );
    try {
      return await fetchCheckpoint(request, newest.step);
    } catch (error) {
      const isGone = error instanceof TrainError && error.code === 'not_found';
      if (!isGone || attempt === TRIES) throw error;
    }
  }
}

async function fetchCheckpoint(
  { client, call, job, directory }: SourceRequest,
  step: number,
): Promise<ModelSource> {
  const { path } = await pullCheckpoint({ client, call, jobId: job.jobId, step, parent: directory });
  return { kind: 'checkpoint', directory: path, step };
}
