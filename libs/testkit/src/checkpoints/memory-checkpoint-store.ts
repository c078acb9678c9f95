import { TrainError } from '@ringmaster/core';
import { type CheckpointStore, sha256Hex, type StoredFile } from '@ringmaster/training';

interface Stored {
  readonly manifest: Uint8Array;
  readonly files: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly sha256: string }>;
}

export interface MemoryCheckpointStore extends CheckpointStore {
  /** Flips one bit of a stored file. */
  corrupt(step: number, file: string): void;
  /** Called before each save; what it throws the save throws. */
  beforeSave: (step: number) => void | Promise<void>;
}

/** Checkpoints in memory, with the promises of the real thing: copies, all or nothing, hashes checked on load. */
export function memoryCheckpointStore(): MemoryCheckpointStore {
  const checkpoints = new Map<number, Stored>();
  const find = (step: number): Stored => {
    const found = checkpoints.get(step);
    if (!found) throw new TrainError('not_found', `there is no checkpoint of step ${step}`);
    return found;
  };
  const store: MemoryCheckpointStore = {
    beforeSave: () => undefined,
    list: async (signal) => {
      signal.throwIfAborted();
      return [...checkpoints.keys()].sort((a, b) => a - b);
    },
    save: async (step, files, manifest, signal) => {
      signal.throwIfAborted();
      await store.beforeSave(step);
      const copies = new Map<string, { bytes: Uint8Array; sha256: string }>();
      for (const file of files) copies.set(file.name, await copyOf(file));
      signal.throwIfAborted();
      checkpoints.set(step, { manifest: manifest.slice(), files: copies });
    },
    load: async (step, signal) => {
      signal.throwIfAborted();
      const { manifest, files } = find(step);
      for (const [name, { bytes, sha256 }] of files)
        if ((await sha256Hex(bytes)) !== sha256)
          throw new TrainError('artifact_corrupt', `${name} of step ${step} does not match its SHA-256`);
      return {
        manifest: manifest.slice(),
        files: new Map([...files].map(([name, { bytes }]) => [name, bytes.slice()])),
      };
    },
    remove: async (step, signal) => {
      signal.throwIfAborted();
      checkpoints.delete(step);
    },
    corrupt: (step, file) => {
      const bytes = find(step).files.get(file)?.bytes;
      if (!bytes?.length) throw new TrainError('not_found', `step ${step} has no bytes in ${file}`);
      const middle = Math.floor(bytes.length / 2);
      bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    },
  };
  return store;
}

async function copyOf({ bytes }: StoredFile): Promise<{ bytes: Uint8Array; sha256: string }> {
  const copy = bytes.slice();
  return { bytes: copy, sha256: await sha256Hex(copy) };
}
