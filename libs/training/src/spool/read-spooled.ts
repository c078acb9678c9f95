import { TrainError } from '@ringmaster/core';
import { parseManifest } from '../checkpoint/manifest.js';
import type { SpooledCheckpoint } from '../ports/checkpoint-spool.js';
import type { CheckpointStore } from '../ports/checkpoint-store.js';

/**
 * What the entry at `place` of a spool holds, in ascending order, every byte compared with the hashes of its manifest.
 * @throws TrainError `artifact_corrupt` naming place and file
 */
export async function* readSpooled(
  store: CheckpointStore,
  place: string,
  signal: AbortSignal,
): AsyncGenerator<SpooledCheckpoint> {
  const steps = await store.list(signal);
  if (steps.length === 0)
    throw new TrainError(
      'artifact_corrupt',
      `${place}: no checkpoint is complete: there is no manifest, its rank was interrupted`,
    );
  for (const step of steps)
    yield await read(store, step, signal).catch((cause: unknown) => {
      const { code, message } = TrainError.from(cause);
      throw new TrainError(code, `${place}: ${message}`, { cause });
    });
}

async function read(store: CheckpointStore, step: number, signal: AbortSignal): Promise<SpooledCheckpoint> {
  const { manifest, files } = await store.load(step, signal);
  const said = parseManifest(manifest).step;
  if (said !== step)
    throw new TrainError('artifact_corrupt', `manifest.json of step ${step} says that it is of step ${said}`);
  return { step, manifest, files: [...files].map(([name, bytes]) => ({ name, bytes })) };
}
