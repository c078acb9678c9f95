import { z } from 'zod';
import { TrainError } from '@ringmaster/core';
import type { StoredFile } from '../ports/checkpoint-store.js';
import { sha256Hex } from './sha256.js';

const Digest = z.strictObject({ bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** What a checkpoint consists of: it lies beside the manifest and is published before it. */
export const CheckpointIndex = z.strictObject({
  version: z.literal(1),
  manifest: Digest,
  files: z.array(z.strictObject({ name: z.string(), ...Digest.shape })),
});
export type CheckpointIndex = z.output<typeof CheckpointIndex>;

const digest = async (bytes: Uint8Array) => ({
  bytes: bytes.byteLength,
  sha256: await sha256Hex(bytes),
});

export async function indexOf(files: readonly StoredFile[], manifest: Uint8Array): Promise<CheckpointIndex> {
  return {
    version: 1,
    manifest: await digest(manifest),
    files: await Promise.all(files.map(async ({ name, bytes }) => ({ name, ...(await digest(bytes)) }))),
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
export async function verify(
  bytes: Uint8Array,
  expected: { bytes: number; sha256: string },
  place: string,
): Promise<void> {
  if (bytes.byteLength !== expected.bytes)
    throw new TrainError(
      'artifact_corrupt',
      `${place}: ${bytes.byteLength} bytes instead of ${expected.bytes}`,
      {
        details: { file: place, bytes: bytes.byteLength, expectedBytes: expected.bytes },
      },
    );
  const sha256 = await sha256Hex(bytes);
  if (sha256 !== expected.sha256)
    throw new TrainError(
      'artifact_corrupt',
      `${place}: its ${bytes.byteLength} bytes have SHA-256 ${sha256} instead of ${expected.sha256}`,
      { details: { file: place, bytes: bytes.byteLength, expectedBytes: expected.bytes } },
    );
}
