import {
  type ArtifactSize,
  type ArtifactStore,
  CHECKPOINTS_PREFIX,
  directoryOf,
  MANIFEST,
  publishedSteps,
} from '@ringmaster/training';

/** A published checkpoint by its files' sizes alone. */
export interface CheckpointSize {
  readonly step: number;
  readonly bytes: number;
  /** When its manifest was published, milliseconds since 1970. */
  readonly atMs: number;
}

/** The published checkpoints among a job's artifacts, ascending. */
export function checkpointsOfSizes(sizes: readonly ArtifactSize[]): readonly CheckpointSize[] {
  return publishedSteps(sizes).map((step) => {
    const files = sizes.filter(({ name }) => name.startsWith(directoryOf(step)));
    const manifest = files.find(({ name }) => name === directoryOf(step) + MANIFEST);
    return {
      step,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      atMs: Date.parse(manifest?.modifiedAt ?? ''),
    };
  });
}

/** Removes one checkpoint, the manifest first: whatever happens after that, nobody takes the rest for one. */
export async function removeCheckpoint(
  artifacts: Pick<ArtifactStore, 'remove'>,
  jobId: string,
  step: number,
): Promise<void> {
  await artifacts.remove(jobId, directoryOf(step) + MANIFEST);
  await artifacts.remove(jobId, directoryOf(step));
}

/** Unpublishes all checkpoints of a job, before their files go. */
export async function removeCheckpointManifests(
  artifacts: Pick<ArtifactStore, 'remove' | 'sizes'>,
  jobId: string,
): Promise<void> {
  for (const step of publishedSteps(await artifacts.sizes(jobId, CHECKPOINTS_PREFIX)))
    await artifacts.remove(jobId, directoryOf(step) + MANIFEST);
}
