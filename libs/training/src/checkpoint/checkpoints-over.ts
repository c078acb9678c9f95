import { TrainError } from '@ringmaster/core';
import type { BlobDoor } from '../ports/blob-door.js';
import type { CheckpointStore, StoredFile } from '../ports/checkpoint-store.js';
import { checkArtifactName } from './artifact-name.js';
import { indexOf, parseIndex, verify } from './checkpoint-index.js';
import { CHECKPOINTS_PREFIX, directoryOf, INDEX, MANIFEST, publishedSteps } from './checkpoint-layout.js';
import { sha256Hex } from './sha256.js';

/**
 * Checkpoints as artifacts: `checkpoints/step-<8 digits>/` holds the files, `files.json` (sizes and digests of all of
 * them and of the manifest) and, published last, `manifest.json`. Without a manifest a checkpoint does not exist.
 */
export function checkpointsOver(door: BlobDoor, jobId: string): CheckpointStore {
  const remove = async (step: number, signal: AbortSignal) => {
    const directory = directoryOf(checkStep(step));
    // The manifest goes first: whatever happens after that, nobody takes the rest for a checkpoint.
    await door.remove(directory + MANIFEST, signal);
    await door.remove(directory, signal);
  };
  /** Makes room for these files. Others may be writing the same ones at this moment: two hosts that hold one step. */
  const clear = async (
    present: readonly { readonly name: string }[],
    directory: string,
    all: readonly StoredFile[],
    signal: AbortSignal,
  ) => {
    const names = new Set(present.map(({ name }) => name));
    if (names.has(directory + MANIFEST)) await door.remove(directory + MANIFEST, signal);
    for (const { name } of all) names.delete(directory + name);
    for (const name of names) await door.remove(name, signal);
  };
  return {
    list: async (signal) => publishedSteps(await door.list(CHECKPOINTS_PREFIX, signal)),
    save: async (step, files, manifest, signal) => {
      const directory = directoryOf(checkStep(step));
      checkFiles(files);
      const index: StoredFile = {
        name: INDEX,
        bytes: new TextEncoder().encode(JSON.stringify(await indexOf(files, manifest))),
      };
      // In the order of publication: the manifest makes the rest visible.
      const all = [...files, index, { name: MANIFEST, bytes: manifest }];
      const present = await door.list(directory, signal);
      if (await isSame(present, directory, all)) return;
      await clear(present, directory, all, signal);
      try {
        for (const { name, bytes } of all) await door.put(directory + name, bytes, signal);
      } catch (cause) {
        // Gives the space back; what cannot be removed is invisible, and the next save of this step removes it.
        if (TrainError.from(cause).code === 'disk_full')
          await door.remove(directory, signal).catch(() => undefined);
        throw cause;
      }
    },
    load: async (step, signal) => {
      const directory = directoryOf(checkStep(step));
      const manifest = await door.get(directory + MANIFEST, signal).catch((cause: unknown) => {
        if (TrainError.from(cause).code !== 'not_found') throw cause;
        throw new TrainError('not_found', `job ${jobId} has no checkpoint of step ${step}`, { cause });
      });
      const place = (name: string) => `checkpoint of job ${jobId}, step ${step}: ${name}`;
      const index = parseIndex(await required(door, directory + INDEX, place(INDEX), signal), place(INDEX));
      await verify(manifest, index.manifest, place(MANIFEST));
      const files = new Map<string, Uint8Array>();
      for (const expected of index.files) {
        const bytes = await required(
          door,
          directory + checkArtifactName(expected.name),
          place(expected.name),
          signal,
        );
        await verify(bytes, expected, place(expected.name));
        files.set(expected.name, bytes);
      }
      return { manifest, files };
    },
    remove,
  };
}

/** A file that must be there because the manifest is: its absence is damage. */
async function required(
  door: BlobDoor,
  name: string,
  place: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  try {
    return await door.get(name, signal);
  } catch (cause) {
    if (TrainError.from(cause).code !== 'not_found') throw cause;
    throw new TrainError('artifact_corrupt', `${place}: the file is missing (0 bytes)`, { cause });
  }
}

/** True when exactly this checkpoint is published already: a repeated save must not unpublish it for a moment. */
async function isSame(
  present: Awaited<ReturnType<BlobDoor['list']>>,
  directory: string,
  all: readonly StoredFile[],
): Promise<boolean> {
  const known = new Map(present.map(({ name, sha256 }) => [name, sha256]));
  if (known.size !== all.length) return false;
  for (const { name, bytes } of all)
    if (known.get(directory + name) !== (await sha256Hex(bytes))) return false;
  return true;
}

function checkStep(step: number): number {
  if (!Number.isSafeInteger(step) || step < 0)
    throw new TrainError('invalid', `checkpoint step ${step} is no whole number from 0 on`);
  return step;
}

function checkFiles(files: readonly StoredFile[]): void {
  const names = new Set<string>();
  for (const { name } of files) {
    checkArtifactName(name);
    if (name === MANIFEST || name === INDEX || names.has(name))
      throw new TrainError('invalid', `checkpoint file ${name}: the name is reserved, or used twice`);
    names.add(name);
  }
}
