import { type FileHandle, open } from 'node:fs/promises';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { parseSpec } from './parse-spec.js';

/** The document in a file, or on stdin for `-`. @throws TrainError `invalid` naming the file */
export async function readSpec(file: string, readStdin: () => Promise<string>): Promise<unknown> {
  const name = file === '-' ? 'stdin' : file;
  const document = parseSpec(name, file === '-' ? await readStdin() : await readText(file));
  if (document === null || document === undefined) throw new TrainError('invalid', `${name} is empty`);
  return document;
}

async function readText(file: string): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const buffer = Buffer.alloc(LIMITS.jobDocumentBytes + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) break;
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, length));
  } catch (error) {
    throw new TrainError('invalid', `cannot read the job document ${file}: ${reasonOf(error)}`, {
      cause: error,
    });
  } finally {
    await handle?.close();
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a directory';
  if (code === 'EACCES') return 'permission denied';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'it is not UTF-8 text';
  return error instanceof Error ? error.message : String(error);
}
