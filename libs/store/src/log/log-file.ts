import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { isJson } from '@ringmaster/core';

export interface FileAppend {
  readonly path: string;
  /** Where the good bytes end: what lies behind is cut. */
  readonly at: number;
  readonly bytes: Buffer;
  /** Whether it is on the disk when it resolves. */
  readonly sync: boolean;
  readonly failpoint?: () => void;
}

export async function appendToFile({ path, at, bytes, sync, failpoint }: FileAppend): Promise<void> {
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    await handle.truncate(at);
    if (failpoint) {
      await handle.write(bytes, 0, bytes.length >> 1, at);
      failpoint();
    }
    await handle.write(bytes, 0, bytes.length, at);
    if (sync) await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The longest beginning that is whole lines of JSON. */
export function validLines(text: string): string {
  let end = 0;
  for (let next = text.indexOf('\n'); next >= 0; next = text.indexOf('\n', end)) {
    if (!isJson(text.slice(end, next))) break;
    end = next + 1;
  }
  return text.slice(0, end);
}
