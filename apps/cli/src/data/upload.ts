import { open } from 'node:fs/promises';
import type { Client } from '@ringmaster/client';
import { type DataSetView, type DataUpload, LIMITS } from '@ringmaster/contracts';
import { type Clock, sleep, TrainError } from '@ringmaster/core';
import { type HashedFile, manifestFiles } from './local-files.js';

export interface UploadOptions {
  readonly client: Client;
  readonly name: string;
  readonly files: readonly HashedFile[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told once, before anything is sent: what is missing, and how much of that came with an earlier try. */
  readonly onBegin: (facts: { readonly missingBytes: number; readonly resumedBytes: number }) => void;
  readonly onBytes: (bytes: number) => void;
  /** Told when the coordinator does not answer and the upload waits for it. */
  readonly onWaiting: (why: string) => void;
}

export interface Uploaded {
  readonly set: DataSetView;
  /** Sent by this call; the rest was there. */
  readonly sentBytes: number;
}

/** Times that one content is begun again because what arrived was not what was announced. */
const FRESH_STARTS = 1;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Sends what the coordinator lacks, each content from the byte where an earlier try broke off, then publishes the
 * manifest as the newest version of the name. Waits up to `LIMITS.dataRetryMs` for a coordinator that restarts.
 * @throws TrainError `disk_full` | `unavailable` | `invalid` when a file changed meanwhile
 */
export async function uploadDataSet(o: UploadOptions): Promise<Uploaded> {
  const manifest = { files: manifestFiles(o.files) };
  let sentBytes = 0;
  for (let round = 0; ; round++) {
    const missing = await persistently(o, (signal) => o.client.data.missing(manifest, { signal }));
    if (round === 0) o.onBegin(summed(missing));
    sentBytes += await sendAll(o, missing);
    try {
      const set = await persistently(o, (signal) => o.client.data.publish(o.name, manifest, { signal }));
      return { set, sentBytes };
    } catch (error) {
      // Somebody removed the last data set with one of the contents in between.
      if (!(error instanceof TrainError && error.code === 'conflict') || round > 0) throw error;
    }
  }
}

const summed = (missing: readonly DataUpload[]) => ({
  missingBytes: missing.reduce((sum, { bytes, offset }) => sum + bytes - offset, 0),
  resumedBytes: missing.reduce((sum, { offset }) => sum + offset, 0),
});

/** A few at a time; the first failure ends the others after their piece. */
async function sendAll(o: UploadOptions, missing: readonly DataUpload[]): Promise<number> {
  const files = new Map(o.files.map((file) => [file.sha256, file]));
  const queue = [...missing];
  const failed = new AbortController();
  let sent = 0;
  const signal = AbortSignal.any([o.signal, failed.signal]);
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const file = files.get(next.sha256);
      if (!file) throw new TrainError('incompatible', `the coordinator asks for the unknown ${next.sha256}`);
      sent += await sendContent({ ...o, signal }, file, next);
    }
  };
  const workers = Array.from({ length: LIMITS.dataTransfers }, () =>
    worker().catch((error: unknown) => {
      failed.abort(error);
      throw error;
    }),
  );
  await Promise.allSettled(workers);
  o.signal.throwIfAborted();
  if (failed.signal.aborted) throw failed.signal.reason;
  return sent;
}

async function sendContent(o: UploadOptions, file: HashedFile, from: DataUpload): Promise<number> {
  const handle = await open(file.path, 'r');
  try {
    let [offset, sent, freshStarts] = [from.offset, 0, 0];
    do {
      const piece = await readPiece(handle, file, offset);
      const { sha256, bytes } = file;
      const outcome = await persistently(o, (signal) =>
        o.client.data
          .putPiece({ sha256, bytes, offset }, piece, { signal })
          .then(({ offset: end }): Outcome => ({ offset: end, isProgress: true }))
          .catch(elsewhere),
      );
      if (outcome.isFresh && ++freshStarts > FRESH_STARTS)
        throw new TrainError(
          'invalid',
          `${file.path} changed while it was sent; leave it alone and try again`,
        );
      if (outcome.isProgress) {
        sent += piece.byteLength;
        o.onBytes(piece.byteLength);
      }
      ({ offset } = outcome);
    } while (offset < file.bytes);
    return sent;
  } finally {
    await handle.close();
  }
}

type Handle = Awaited<ReturnType<typeof open>>;

async function readPiece(handle: Handle, { path, bytes }: HashedFile, offset: number) {
  const piece = new Uint8Array(Math.min(LIMITS.dataPieceBytes, bytes - offset));
  for (let at = 0; at < piece.length;) {
    const { bytesRead } = await handle.read(piece, at, piece.length - at, offset + at);
    if (bytesRead === 0)
      throw new TrainError(
        'invalid',
        `${path} became shorter while it was sent; leave it alone and try again`,
      );
    at += bytesRead;
  }
  return piece;
}

interface Outcome {
  readonly offset: number;
  readonly isProgress?: boolean;
  readonly isFresh?: boolean;
}

/** A coordinator that is at another byte, or threw away what did not fit, says where to go on. */
function elsewhere(error: unknown): Outcome {
  const offset = error instanceof TrainError ? error.details?.['offset'] : undefined;
  if (!(error instanceof TrainError) || typeof offset !== 'number') throw error;
  if (error.code === 'conflict') return { offset };
  if (error.code === 'artifact_corrupt') return { offset, isFresh: true };
  throw error;
}

async function persistently<T>(
  { clock, signal, onWaiting }: UploadOptions,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const giveUpMs = clock.monotonicMs() + LIMITS.dataRetryMs;
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await call(signal);
    } catch (caught) {
      const error = TrainError.from(caught);
      const mayPass = error.code === 'unavailable' || error.code === 'deadline';
      if (signal.aborted || !mayPass || clock.monotonicMs() > giveUpMs) throw error;
      if (attempt === 0) onWaiting(error.message);
      await sleep(clock, Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS), signal);
    }
  }
}
