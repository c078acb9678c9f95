import { open } from 'node:fs/promises';

/** The last lines of a log file, at most `lines` and 8 KiB of them; empty when it cannot be read. */
export async function tailOf(file: string, lines: number): Promise<readonly string[]> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const length = Math.min(size, 8 * 1024);
      const buffer = Buffer.alloc(length);
      await handle.read(buffer, 0, length, size - length);
      return buffer.toString('utf8').trimEnd().split('\n').slice(-lines);
    } finally {
      await handle.close();
    }
  } catch {
    return [];
  }
}
