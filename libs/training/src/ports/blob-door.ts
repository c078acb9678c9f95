/** What a checkpoint store needs of the place where a job's artifacts lie. Every put is atomic and durable. */
export interface BlobDoor {
  put(name: string, bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /** @throws TrainError `not_found` */
  get(name: string, signal: AbortSignal): Promise<Uint8Array>;
  list(
    prefix: string,
    signal: AbortSignal,
  ): Promise<readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]>;
  /** One name, or everything below a name that ends with "/". */
  remove(nameOrPrefix: string, signal: AbortSignal): Promise<void>;
}
