import { createHash } from 'node:crypto';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import {
  type CheckpointIndex,
  CHECKPOINTS_PREFIX,
  directoryOf,
  INDEX,
  MANIFEST,
  parseIndex,
  publishedSteps,
} from '@ringmaster/training';

/** The part of an artifact store that looking after checkpoints needs. */
export interface CheckpointReader {
  list(jobId: string, prefix?: string): Promise<readonly { readonly name: string; readonly bytes: number }[]>;
  /** @throws TrainError `not_found` */
  get(jobId: string, name: string): Promise<{ readonly stream: AsyncIterable<Uint8Array> }>;
}

export interface CheckpointFile {
  /** Below the checkpoint's directory. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A published checkpoint as its own index describes it: sizes in bytes, digests as they were when it was saved. */
export interface StoredCheckpoint {
  readonly step: number;
  /** Name of its directory below the job, ends with "/". */
  readonly directory: string;
  readonly bytes: number;
  readonly files: readonly CheckpointFile[];
}

/** What reading every byte of a checkpoint found; valid when `problems` is empty. */
export interface CheckpointCheck {
  readonly step: number;
  readonly bytes: number;
  readonly files: number;
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

/** Steps of a job's published checkpoints, ascending. */
export async function checkpointSteps(reader: CheckpointReader, jobId: string): Promise<readonly number[]> {
  return publishedSteps(await reader.list(jobId, CHECKPOINTS_PREFIX));
}

/** A job's published checkpoints by step. One whose index cannot be read is listed without files and with 0 bytes. */
export async function storedCheckpoints(
  reader: CheckpointReader,
  jobId: string,
): Promise<readonly StoredCheckpoint[]> {
  const found: StoredCheckpoint[] = [];
  for (const step of await checkpointSteps(reader, jobId)) {
    const files = await readIndex(reader, jobId, step).then(filesOf, (error: unknown) => {
      if (!isDamage(error)) throw error;
      return [];
    });
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    found.push({ step, directory: directoryOf(step), bytes, files });
  }
  return found;
}

/**
 * Reads every file of a checkpoint and compares size and SHA-256 with what was saved. Memory does not grow with it.
 * @throws TrainError when a file cannot be read for another reason than its absence
 */
export async function verifyCheckpoint(
  reader: CheckpointReader,
  jobId: string,
  step: number,
): Promise<CheckpointCheck> {
  const directory = directoryOf(step);
  const problems: { file: string; message: string }[] = [];
  let bytes = 0;
  let files: readonly CheckpointFile[] = [];
  try {
    files = filesOf(await readIndex(reader, jobId, step));
  } catch (error) {
    if (!isDamage(error)) throw error;
    problems.push({ file: directory + INDEX, message: error.message });
  }
  for (const expected of files) {
    const actual = await digestOfArtifact(reader, jobId, directory + expected.name);
    bytes += actual?.bytes ?? 0;
    const message = difference(expected, actual);
    if (message !== undefined) problems.push({ file: directory + expected.name, message });
  }
  return { step, bytes, files: files.length, problems };
}

function difference(
  expected: CheckpointFile,
  actual: Omit<CheckpointFile, 'name'> | undefined,
): string | undefined {
  if (actual === undefined) return 'the file is missing';
  if (actual.bytes !== expected.bytes) return `${actual.bytes} bytes instead of ${expected.bytes}`;
  if (actual.sha256 !== expected.sha256) return `SHA-256 ${actual.sha256} instead of ${expected.sha256}`;
  return undefined;
}

/** Absent, or not what it should be: the checkpoint is of no use, the store is fine. */
const isDamage = (error: unknown): error is TrainError =>
  error instanceof TrainError && (error.code === 'not_found' || error.code === 'artifact_corrupt');

const filesOf = ({ files, manifest }: CheckpointIndex): readonly CheckpointFile[] => [
  { name: MANIFEST, ...manifest },
  ...files,
];

async function readIndex(reader: CheckpointReader, jobId: string, step: number): Promise<CheckpointIndex> {
  const name = directoryOf(step) + INDEX;
  const { stream } = await reader.get(jobId, name);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > LIMITS.checkpointIndexBytes)
      throw new TrainError('artifact_corrupt', `${name}: more than ${LIMITS.checkpointIndexBytes} bytes`);
    chunks.push(chunk);
  }
  return parseIndex(Buffer.concat(chunks), name);
}

async function digestOfArtifact(
  reader: CheckpointReader,
  jobId: string,
  name: string,
): Promise<Omit<CheckpointFile, 'name'> | undefined> {
  const opened = await reader.get(jobId, name).catch((error: unknown) => {
    // A damaged index may name what cannot be a file of ours.
    if (error instanceof TrainError && (error.code === 'not_found' || error.code === 'invalid'))
      return undefined;
    throw error;
  });
  if (opened === undefined) return undefined;
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of opened.stream) {
    hash.update(chunk);
    bytes += chunk.byteLength;
  }
  return { bytes, sha256: hash.digest('hex') };
}
