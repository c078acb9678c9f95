import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { type DataUpload, LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { fileFailure, syncDirectory, systemCode } from '../durable-files.js';

const SHA256 = /^[0-9a-f]{64}$/;

/** Which piece of a content comes, and how long the whole is. */
export interface Piece {
  readonly sha256: string;
  readonly bytes: number;
  readonly offset: number;
}

/** Contents by their SHA-256. One is there whole and checked, or not at all; half of it lies apart until then. */
export interface DataContents {
  /** Where an upload would go on; undefined when the content is there. */
  missing(sha256: string, bytes: number): Promise<DataUpload | undefined>;
  /** @throws TrainError `conflict` with `details.offset` | `disk_full` | `artifact_corrupt` | `invalid` */
  putPiece(piece: Piece, body: AsyncIterable<Uint8Array>): Promise<DataUpload>;
  /** @throws TrainError `not_found` */
  read(sha256: string, offset: number): Promise<{ readonly bytes: number; readonly stream: Readable }>;
  remove(sha256: string): Promise<void>;
  /** Removes halves that nobody went on with for `LIMITS.dataUploadMs`. */
  sweep(): Promise<void>;
}

/** Contents below `<root>/contents` and `<root>/uploads`. One process at a time. */
export function fileContents(root: string): DataContents {
  /** The end of each upload's queue of pieces. */
  const tails = new Map<string, Promise<unknown>>();
  const uploads = join(root, 'uploads');
  const pathOf = (sha256: string) => join(root, 'contents', checkSha256(sha256).slice(0, 2), sha256);
  const uploadOf = (sha256: string) => join(uploads, checkSha256(sha256));
  const isThere = async (sha256: string, bytes: number) => (await sizeOf(pathOf(sha256))) === bytes;

  const missing = async (sha256: string, bytes: number): Promise<DataUpload | undefined> =>
    (await isThere(sha256, bytes))
      ? undefined
      : { sha256, bytes, offset: Math.min(bytes, (await sizeOf(uploadOf(sha256))) ?? 0) };

  const put = async ({ sha256, bytes, offset }: Piece, body: AsyncIterable<Uint8Array>) => {
    if (await isThere(sha256, bytes)) return { sha256, bytes, offset: bytes };
    await mkdir(uploads, { recursive: true, mode: 0o700 });
    const upload = uploadOf(sha256);
    const at = (await sizeOf(upload)) ?? 0;
    if (at !== offset)
      throw new TrainError('conflict', `the upload of ${sha256} goes on at byte ${at}, not at ${offset}`, {
        details: { offset: at },
      });
    const end = await append(upload, { at, bytes }, body);
    if (end === bytes) await complete(upload, pathOf(sha256), sha256);
    return { sha256, bytes, offset: end };
  };

  return {
    missing,
    putPiece(piece, body) {
      const before = tails.get(piece.sha256) ?? Promise.resolve();
      const run = before
        .then(() => put(piece, body))
        .catch((cause: unknown) => {
          throw fileFailure(cause, `storing the content ${piece.sha256.slice(0, 12)}…`);
        });
      const tail = run.catch(() => undefined);
      tails.set(piece.sha256, tail);
      void tail.then(() => tails.get(piece.sha256) === tail && tails.delete(piece.sha256));
      return run;
    },
    async read(sha256, offset) {
      const path = pathOf(sha256);
      const handle = await open(path, 'r').catch((cause: unknown) => {
        throw systemCode(cause) === 'ENOENT'
          ? new TrainError('not_found', `the content ${sha256} is not here`)
          : fileFailure(cause, `opening the content ${sha256}`);
      });
      const { size } = await handle.stat();
      return { bytes: size, stream: handle.createReadStream({ start: Math.min(offset, size) }) };
    },
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
    async sweep() {
      for (const name of await readdir(uploads).catch(() => [])) {
        const found = await stat(join(uploads, name)).catch(() => undefined);
        if (found && Date.now() - found.mtimeMs > LIMITS.dataUploadMs) await rm(join(uploads, name));
      }
    },
  };
}

/** Only digits become a path. @throws TrainError `invalid` */
function checkSha256(text: string): string {
  if (SHA256.test(text)) return text;
  throw new TrainError('invalid', 'a content is named by the 64 hexadecimal digits of its SHA-256');
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return undefined;
    throw cause;
  }
}

/** What was written stays when the body breaks off: the next piece begins behind it. */
async function append(
  path: string,
  { at, bytes }: { readonly at: number; readonly bytes: number },
  body: AsyncIterable<Uint8Array>,
): Promise<number> {
  let end = at;
  const handle = await open(path, 'a', 0o600);
  try {
    for await (const chunk of body) {
      if (end + chunk.byteLength > bytes)
        throw new TrainError('invalid', `more than the announced ${bytes} bytes came`);
      await handle.writeFile(chunk);
      end += chunk.byteLength;
    }
  } catch (cause) {
    // A write that failed may have left a part of its chunk.
    if (systemCode(cause) !== undefined) await truncate(path, end).catch(() => undefined);
    throw cause;
  } finally {
    await handle.close();
  }
  return end;
}

async function complete(upload: string, path: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(upload)) hash.update(chunk as Buffer);
  const sha256 = hash.digest('hex');
  if (sha256 !== expected) {
    await rm(upload, { force: true });
    throw new TrainError(
      'artifact_corrupt',
      `what arrived has the SHA-256 ${sha256}, ${expected} was announced: it was thrown away; send it again from the beginning`,
      { details: { offset: 0 } },
    );
  }
  const handle = await open(upload, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  const directory = dirname(path);
  if ((await mkdir(directory, { recursive: true, mode: 0o700 })) !== undefined)
    await syncDirectory(dirname(directory));
  await rename(upload, path);
  await syncDirectory(directory);
}
