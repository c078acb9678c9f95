import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { fileFailure } from '../durable-files.js';

/** Appends lines to one file: gathered for `LIMITS.appendFlushMs`, at most `LIMITS.appendBufferBytes` of them. */
export interface LineAppender {
  /** False when the line was dropped, because the disk is slower than the lines come. */
  append(line: string): boolean;
  /** Resolves when everything appended so far is in the file. @throws TrainError `disk_full` | `unavailable` */
  flush(): Promise<void>;
}

export function lineAppender(path: string): LineAppender {
  let lines: string[] = [];
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let failure: unknown;
  let isFirst = true;

  const writeOut = () => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(async () => {
      if (lines.length === 0) return;
      const text = lines.join('');
      lines = [];
      bytes = 0;
      try {
        await appendText(path, text, isFirst);
        isFirst = false;
      } catch (cause) {
        failure = cause;
      }
    });
    return writing;
  };

  return {
    append: (line) => {
      const text = `${line.replaceAll('\n', '\\n').replaceAll('\r', '\\r')}\n`;
      const size = Buffer.byteLength(text);
      if (bytes + size > LIMITS.appendBufferBytes) return false;
      lines.push(text);
      bytes += size;
      timer ??= setTimeout(() => void writeOut(), LIMITS.appendFlushMs).unref();
      return true;
    },
    flush: async () => {
      await writeOut();
      const failed = failure;
      failure = undefined;
      if (failed !== undefined) throw fileFailure(failed, `appending to ${path}`);
    },
  };
}

/** The first write of a process begins a new line, should a crash have left half of one. */
async function appendText(path: string, text: string, isFirst: boolean): Promise<void> {
  if (isFirst) await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const handle = await open(path, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (isFirst && size > 0) await handle.read(last, 0, 1, size - 1);
    const isTorn = isFirst && size > 0 && last.toString() !== '\n';
    await handle.appendFile(isTorn ? `\n${text}` : text);
  } finally {
    await handle.close();
  }
}
