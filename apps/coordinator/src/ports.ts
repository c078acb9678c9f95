import type { Readable } from 'node:stream';

export interface ArtifactEntry {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Named files of jobs. Names are `/`-separated parts of letters, digits, `.`, `_` and `-`. */
export interface Artifacts {
  /** Published atomically, after the hash was compared. @throws TrainError `artifact_corrupt` | `disk_full` | `too_large` | `invalid` */
  put(
    jobId: string,
    name: string,
    bytes: Readable,
    options?: { readonly sha256?: string },
  ): Promise<ArtifactEntry>;
  /** @throws TrainError `not_found` */
  get(jobId: string, name: string): Promise<ArtifactEntry & { readonly stream: Readable }>;
  list(jobId: string, prefix?: string): Promise<readonly ArtifactEntry[]>;
  /** One artifact, or all below a name that ends with `/`. Idempotent. */
  remove(jobId: string, name: string): Promise<unknown>;
}
