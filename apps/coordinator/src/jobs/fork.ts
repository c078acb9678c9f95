import type { ForkView, ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import {
  type ArtifactStore,
  changedFixedFields,
  documentChanges,
  isEpochStart,
  parseManifest,
} from '@ringmaster/training';
import type { JobStore } from '@ringmaster/scheduling';

/**
 * The lineage of a fork: what it goes on from (`<jobId>/<step>`), and what it changes.
 * @throws TrainError `invalid` with every field that a run may not change on its way, and why
 */
export async function forkLineage(
  { store, artifacts }: { readonly store: JobStore; readonly artifacts: ArtifactStore },
  resume: string,
  job: ResolvedJob,
): Promise<ForkView> {
  const [jobId = '', step = NaN] = [resume.split('/')[0], Number(resume.split('/')[1])];
  const parent = store.find(jobId);
  const isBetweenEpochs = isEpochStart(parseManifest(await manifestOf(artifacts, parent.jobId, step)));
  const refused = changedFixedFields(parent.job, job, isBetweenEpochs);
  if (refused.length > 0) {
    const problems = refused.map(({ path, before, after, why }) => ({
      path,
      message: `is ${before} in job ${parent.jobId} and may not become ${after}: ${why}`,
    }));
    const text = problems.map(({ path, message }) => `${path}: ${message}`).join('\n');
    throw new TrainError('invalid', `${parent.jobId}@${step} cannot be forked like this:\n${text}`, {
      details: { problems },
    });
  }
  return { jobId: parent.jobId, step, changes: [...documentChanges(parent.job, job)] };
}

async function manifestOf(artifacts: ArtifactStore, jobId: string, step: number): Promise<Uint8Array> {
  const name = `checkpoints/step-${String(step).padStart(8, '0')}/manifest.json`;
  const chunks: Buffer[] = [];
  for await (const chunk of (await artifacts.get(jobId, name)).stream) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}
