import { TrainError } from '@ringmaster/core';
import {
  type ArtifactSink,
  type ArtifactStore,
  type BlobDoor,
  type CheckpointStore,
  checkpointsOver,
} from '@ringmaster/training';

/** Checkpoints of one job in an artifact store of this machine. */
export function fileCheckpointStore(artifacts: ArtifactStore, jobId: string): CheckpointStore {
  return checkpointsOver(fileDoor(artifacts, jobId), jobId);
}

/** Final results of one job in an artifact store of this machine. */
export function fileArtifactSink(artifacts: ArtifactStore, jobId: string): ArtifactSink {
  const door = fileDoor(artifacts, jobId);
  return { put: (file, signal) => door.put(file.name, file.bytes, signal) };
}

function fileDoor(artifacts: ArtifactStore, jobId: string): BlobDoor {
  const stopped = (signal: AbortSignal) => {
    if (signal.aborted)
      throw new TrainError('cancelled', `work on the artifacts of job ${jobId} was cancelled`);
  };
  return {
    put: async (name, bytes, signal) => {
      stopped(signal);
      await artifacts.put(jobId, name, bytes, { signal });
    },
    get: async (name, signal) => {
      stopped(signal);
      const artifact = await artifacts.get(jobId, name);
      const chunks: Uint8Array[] = [];
      for await (const chunk of artifact.stream) chunks.push(chunk);
      return new Uint8Array(Buffer.concat(chunks));
    },
    list: async (prefix, signal) => {
      stopped(signal);
      return artifacts.list(jobId, prefix);
    },
    remove: async (name, signal) => {
      stopped(signal);
      await artifacts.remove(jobId, name);
    },
  };
}
