import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CallOptions, Client } from '@ringmaster/client';
import type { ArtifactView, CheckpointView } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

export interface PullRequest {
  readonly client: Client;
  readonly call: CallOptions;
  readonly jobId: string;
  /** Default: the newest. */
  readonly step?: number;
  /** Directory that gets the checkpoint's directory. */
  readonly parent: string;
}

export interface Pulled {
  readonly jobId: string;
  readonly step: number;
  readonly path: string;
  readonly bytes: number;
}

/**
 * Copies one checkpoint; its directory appears when every file is there and has the SHA-256 it was saved with.
 * @throws TrainError `not_found` | `artifact_corrupt`, naming the file | `conflict` when the directory exists
 */
export async function pullCheckpoint(request: PullRequest): Promise<Pulled> {
  const { client, call, parent } = request;
  const { jobId, checkpoints } = await client.checkpoints.list(request.jobId, call);
  const checkpoint = choose(jobId, checkpoints, request.step);
  const name = `${jobId}-step-${checkpoint.step}`;
  const path = join(parent, name);
  await refuseExisting(path);
  await mkdir(parent, { recursive: true });
  const draft = await mkdtemp(join(parent, `.${name}-`));
  try {
    for (const file of checkpoint.files) await pullFile(request, { jobId, checkpoint, file, draft });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  return { jobId, step: checkpoint.step, path, bytes: checkpoint.bytes };
}

function choose(
  jobId: string,
  checkpoints: readonly CheckpointView[],
  step: number | undefined,
): CheckpointView {
  const found =
    step === undefined ? checkpoints.at(-1) : checkpoints.find((checkpoint) => checkpoint.step === step);
  const known = checkpoints.map((checkpoint) => checkpoint.step).join(', ') || 'none';
  if (!found)
    throw new TrainError(
      'not_found',
      `job ${jobId} has no checkpoint${step === undefined ? '' : ` of step ${step}; it has ${known}`}`,
    );
  if (found.files.length === 0)
    throw new TrainError(
      'artifact_corrupt',
      `the list of files of ${found.directory} cannot be read; see: ringmaster ckpt verify ${jobId}`,
    );
  return found;
}

async function refuseExisting(path: string): Promise<void> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (exists) throw new TrainError('conflict', `${path} exists; remove it, or name another directory`);
}

interface Piece {
  readonly jobId: string;
  readonly checkpoint: CheckpointView;
  readonly file: ArtifactView;
  readonly draft: string;
}

async function pullFile(
  { client, call }: PullRequest,
  { jobId, checkpoint, file, draft }: Piece,
): Promise<void> {
  // The name comes from the coordinator: it must not lead out of the directory.
  if (file.name !== basename(file.name) || file.name.startsWith('.'))
    throw new TrainError('artifact_corrupt', `${checkpoint.directory}${file.name} is no name of a file`);
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = await open(join(draft, file.name), 'wx');
  try {
    for await (const chunk of client.artifacts.get(jobId, checkpoint.directory + file.name, call)) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  const sha256 = hash.digest('hex');
  if (sha256 !== file.sha256 || bytes !== file.bytes)
    throw new TrainError(
      'artifact_corrupt',
      `${checkpoint.directory}${file.name} of job ${jobId}: ${bytes} bytes with SHA-256 ${sha256} instead of ${file.bytes} with ${file.sha256}`,
    );
}
