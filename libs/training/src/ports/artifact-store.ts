/** Bytes to store: whole, or as they come. */
export type ArtifactBody = Uint8Array | AsyncIterable<Uint8Array>;

/** What a listing tells without reading a byte of the artifact. */
export interface ArtifactSize {
  /** Parts of letters, digits, `.`, `_` and `-`, with `/` between them; no part begins with a dot. */
  readonly name: string;
  readonly bytes: number;
  /** When it was published, ISO 8601. */
  readonly modifiedAt: string;
}

export interface ArtifactInfo extends ArtifactSize {
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

export interface OpenArtifact extends ArtifactInfo {
  /** The bytes of the moment of `get`, whatever is published later. To be read to its end. */
  readonly stream: AsyncIterable<Uint8Array>;
}

export interface PutOptions {
  /** Expected digest, compared before anything becomes visible. */
  readonly sha256?: string;
  readonly signal?: AbortSignal;
}

/**
 * Results of jobs as named files: checkpoints, exports, logs. Every one is published whole and durable, or not at all.
 * Several readers and writers may work at once; one name has one writer at a time.
 */
export interface ArtifactStore {
  /**
   * Takes as much memory for a large body as for a small one.
   * @throws TrainError `invalid` | `disk_full` | `artifact_corrupt` | `too_large` | `conflict` | `cancelled` | `unavailable` | `forbidden`
   */
  put(jobId: string, name: string, body: ArtifactBody, options?: PutOptions): Promise<ArtifactInfo>;
  /** @throws TrainError `not_found` | `invalid` | `unavailable` | `forbidden` */
  get(jobId: string, name: string): Promise<OpenArtifact>;
  /** Artifacts whose name begins with `prefix` (default: all), by name. */
  list(jobId: string, prefix?: string): Promise<readonly ArtifactInfo[]>;
  /** As `list`, without the digests, which some stores have to compute. */
  sizes(jobId: string, prefix?: string): Promise<readonly ArtifactSize[]>;
  /** Removes one artifact, or everything below a name that ends with "/". False when there was nothing. */
  remove(jobId: string, nameOrPrefix: string): Promise<boolean>;
  /** Removes all artifacts of a job. False when there were none. */
  removeAll(jobId: string): Promise<boolean>;
}
