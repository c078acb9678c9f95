import { appendFile, type FileHandle, open } from 'node:fs/promises';
import { LIMITS } from '@ringmaster/contracts';
import { isJson } from '@ringmaster/core';

/** Whole lines of a file from an offset on; `end` is where the next line, or the next read, begins. */
export interface LineChunk {
  readonly lines: readonly { readonly json: string; readonly end: number }[];
  readonly end: number;
}

const NEWLINE = 10;
const BLOCK_BYTES = LIMITS.followChunkBytes;

/** At most `LIMITS.followChunkBytes`; no lines when there is nothing new. What a crash cut short is left out. */
export async function readLines(file: FileHandle, offset: number): Promise<LineChunk> {
  const bytes = await blockOf(file, offset, BLOCK_BYTES);
  const cut = bytes.lastIndexOf(NEWLINE) + 1;
  // A single line longer than the block cannot be ours; it is passed over so that the reader gets on.
  if (cut === 0) return { lines: [], end: bytes.length === BLOCK_BYTES ? offset + bytes.length : offset };
  let end = offset;
  const lines = bytes
    .subarray(0, cut - 1)
    .toString('utf8')
    .split('\n')
    .map((json) => ({ json, end: (end += Buffer.byteLength(json) + 1) }));
  return { lines: lines.filter(({ json }) => isJson(json)), end: offset + cut };
}

/** Where the last lines of a file begin, and how many they are: `count`, or all that there are. */
export interface Tail {
  readonly offset: number;
  readonly lines: number;
}

/** Reads backwards, and holds one block of `LIMITS.followChunkBytes` at a time, however many lines are asked for. */
export async function tailOf(file: FileHandle, count: number): Promise<Tail> {
  let end = (await file.stat()).size;
  let tail: Tail = { offset: end, lines: 0 };
  while (end > 0 && tail.lines < count) {
    const from = Math.max(0, end - BLOCK_BYTES);
    const bytes = await blockOf(file, from, end - from);
    // Behind the last newline is what a crash cut short, or what is being written.
    const cut = bytes.lastIndexOf(NEWLINE) + 1;
    const begin = from === 0 ? 0 : bytes.indexOf(NEWLINE) + 1;
    tail = withLinesOf(bytes.subarray(begin, cut), { tail, count, at: from + begin });
    // A block without the begin of a line is passed over, as it is on the way forwards.
    end = begin > 0 && begin < bytes.length ? from + begin : from;
  }
  return tail;
}

interface Counting {
  readonly tail: Tail;
  readonly count: number;
  /** Offset of the bytes in their file. */
  readonly at: number;
}

function withLinesOf(bytes: Buffer, { tail, count, at }: Counting): Tail {
  let { offset, lines } = tail;
  for (let end = bytes.length; end > 0 && lines < count;) {
    const begin = end < 2 ? 0 : bytes.lastIndexOf(NEWLINE, end - 2) + 1;
    if (isJson(bytes.toString('utf8', begin, end - 1))) {
      offset = at + begin;
      lines += 1;
    }
    end = begin;
  }
  return { offset, lines };
}

/** Ends a line that was cut short, by a crash or a full disk. Where nothing was, nothing is done. */
export async function closeLastLine(path: string): Promise<void> {
  const isWhole = await withFile(path, endsWithLine, true);
  if (!isWhole) await appendFile(path, '\n');
}

async function endsWithLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  return size === 0 || (await blockOf(file, size - 1, 1))[0] === NEWLINE;
}

/** Opened for the time of one use: a follower that is slow holds nothing. */
export async function withFile<T>(
  path: string,
  use: (file: FileHandle) => Promise<T>,
  absent: T,
): Promise<T> {
  const file = await openExisting(path);
  if (!file) return absent;
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** Undefined where there is no such file. */
export async function openExisting(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function blockOf(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}
