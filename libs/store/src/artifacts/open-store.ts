import type { ArtifactStore } from '@ringmaster/training';
import { sharedDirectoryArtifacts } from './shared-directory.js';
import type { StoreAddress } from './store-address.js';

export interface OpenStoreOptions {
  /** Belongs to one coordinator: others may use the same address with names of their own. */
  readonly namespace: string;
  /** The namespace was used before. */
  readonly isKnown: boolean;
}

/** Opens a store outside the home directory. @throws TrainError `unavailable` | `forbidden` | `invalid` */
export async function openArtifactStore(
  address: StoreAddress,
  options: OpenStoreOptions,
): Promise<ArtifactStore> {
  if (address.kind === 'directory') return sharedDirectoryArtifacts({ path: address.path, ...options });
  // Most homes never need the client, which takes a while to load.
  const { s3Artifacts } = await import('../s3/s3-artifacts.js');
  return s3Artifacts({ address, namespace: options.namespace });
}
