import { z } from 'zod';
import { TrainError } from '@ringmaster/core';
import type { StoredFile } from '@ringmaster/training';
import { sha256Hex } from '../artifacts/artifact-digest.js';

const Digest = z.strictObject({ bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** What a checkpoint consists of: it lies beside the manifest and is published before it. */
export const CheckpointIndex = z.strictObject({
  version: z.literal(1),
  manifest: Digest,
  files: z.array(z.strictObject({ name: z.string(), ...Digest.shape })),
});
export type CheckpointIndex = z.output<typeof CheckpointIndex>;

const digest = (bytes: Uint8Array) => ({ bytes: bytes.byteLength, sha256: sha256Hex(bytes) });

export function indexOf(files: readonly StoredFile[], manifest: Uint8Array): CheckpointIndex {
  return {
    version: 1,
    manifest: digest(manifest),
    files: files.map(({ name, bytes }) => ({ name, ...digest(bytes) })),
  };
}

/** @throws TrainError `artifact_corrupt` */
export function parseIndex(bytes: Uint8Array, place: string): CheckpointIndex {
  try {
    return CheckpointIndex.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (cause) {
    throw new TrainError(
      'artifact_corrupt',
      `${place}: ${bytes.byteLength} bytes that are no list of files`,
      {
        cause,
      },
    );
  }
}

/** @throws TrainError `artifact_corrupt` that names the file and both sizes, or both digests */
export function verify(bytes: Uint8Array, expected: { bytes: number; sha256: string }, place: string): void {
  if (bytes.byteLength !== expected.bytes)
    throw new TrainError(
      'artifact_corrupt',
      `${place}: ${bytes.byteLength} bytes instead of ${expected.bytes}`,
      {
        details: { file: place, bytes: bytes.byteLength, expectedBytes: expected.bytes },
      },
    );
  const sha256 = sha256Hex(bytes);
  if (sha256 !== expected.sha256)
    throw new TrainError(
      'artifact_corrupt',
      `${place}: its ${bytes.byteLength} bytes have SHA-256 ${sha256} instead of ${expected.sha256}`,
      { details: { file: place, bytes: bytes.byteLength, expectedBytes: expected.bytes } },
    );
}
