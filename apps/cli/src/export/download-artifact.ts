import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CallOptions, Client } from '@ringmaster/client';
import type { ArtifactView } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

export interface Download {
  readonly client: Client;
  readonly call: CallOptions;
  readonly jobId: string;
  /** Gets the file, under the last part of the artifact's name. */
  readonly directory: string;
}

/** @throws TrainError `artifact_corrupt` unless the bytes are those that were published */
export async function downloadArtifact(
  { client, call, jobId, directory }: Download,
  artifact: ArtifactView,
): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = await open(join(directory, basename(artifact.name)), 'wx', 0o644);
  try {
    for await (const chunk of client.artifacts.get(jobId, artifact.name, call)) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  const sha256 = hash.digest('hex');
  if (sha256 !== artifact.sha256 || bytes !== artifact.bytes)
    throw new TrainError(
      'artifact_corrupt',
      `${artifact.name} of job ${jobId}: ${bytes} bytes with SHA-256 ${sha256} instead of ${artifact.bytes} with ${artifact.sha256}`,
    );
}
