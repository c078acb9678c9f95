/** One file of a checkpoint or an export. Names are ours: letters, digits, `.`, `_`, `-`, and `/` between parts. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Where checkpoints live. A checkpoint is complete and checksummed, or it does not exist: `save` publishes the
 * manifest last and atomically, `load` verifies every hash.
 */
export interface CheckpointStore {
  /** Steps with a published manifest, ascending. */
  list(signal: AbortSignal): Promise<readonly number[]>;
  /** @throws TrainError `disk_full` | `unavailable`; nothing becomes visible then. */
  save(step: number, files: readonly StoredFile[], manifest: Uint8Array, signal: AbortSignal): Promise<void>;
  /** The manifest's bytes and its files. @throws TrainError `not_found` | `artifact_corrupt` */
  load(
    step: number,
    signal: AbortSignal,
  ): Promise<{ manifest: Uint8Array; files: ReadonlyMap<string, Uint8Array> }>;
  remove(step: number, signal: AbortSignal): Promise<void>;
}

/** Where final results live (exports): plain named files, each published atomically. */
export interface ArtifactSink {
  put(file: StoredFile, signal: AbortSignal): Promise<void>;
}
