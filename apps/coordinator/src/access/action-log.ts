import { appendFile, type FileHandle, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type ActionLine, LIMITS } from '@ringmaster/contracts';
import type { Logger } from '@ringmaster/core';
import { closeLastLine, openExisting, readLines, tailOf, withFile } from '../jobs/line-file.js';

/** Lines that are only ever added, in files that are only ever renamed or, the oldest, replaced. */
export interface ActionLog {
  /** In the file when it resolves. Never rejects: what was done is done. */
  add(line: ActionLine): Promise<void>;
  /** Oldest first; the last `tail`, or all. One block of them is in memory. */
  lines(tail?: number): AsyncGenerator<string, void, undefined>;
}

/** Two lists with files of their own: whatever strangers ask for, they cannot push the first one out of its files. */
export interface Trail {
  /** What was asked by those whose token suffices for it. */
  readonly actions: ActionLog;
  /** What was refused to all others. */
  readonly refusals: ActionLog;
}

export interface ActionLogOptions {
  readonly directory: string;
  /** The newest file is `<name>.jsonl`, those before it `<name>.1.jsonl` … */
  readonly name: keyof Trail;
  readonly fileBytes?: number;
  readonly files?: number;
  readonly logger: Logger;
}

export async function openTrail(options: Pick<ActionLogOptions, 'directory' | 'logger'>): Promise<Trail> {
  const actions = await openActionLog({ ...options, name: 'actions' });
  return {
    actions,
    refusals: await openActionLog({ ...options, name: 'refusals', files: LIMITS.refusalsFiles }),
  };
}

export async function openActionLog({
  directory,
  name,
  fileBytes = LIMITS.actionsFileBytes,
  files = LIMITS.actionsFiles,
  logger,
}: ActionLogOptions): Promise<ActionLog> {
  const path = (age: number) => join(directory, age === 0 ? `${name}.jsonl` : `${name}.${age}.jsonl`);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  /** Of the newest file; undefined where a line of it may have been cut short. */
  let bytes: number | undefined;
  let writing: Promise<void> = Promise.resolve();
  /** Newest first. An open file stays the same however often it is renamed: nothing is read twice, or missed. */
  const openAll = (): Promise<readonly FileHandle[]> => {
    const opening = writing.then(() => allOf(Array.from({ length: files }, (_, age) => path(age))));
    writing = opening.then(
      () => undefined,
      () => undefined,
    );
    return opening;
  };

  const rotate = async (): Promise<void> => {
    for (let age = files - 2; age >= 0; age--)
      await rename(path(age), path(age + 1)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
  };
  const write = async (line: ActionLine): Promise<void> => {
    const text = `${JSON.stringify(line)}\n`;
    const size = Buffer.byteLength(text);
    const before = bytes ?? (await sizeWithoutTear(path(0)));
    bytes = undefined;
    const isFull = before > 0 && before + size > fileBytes;
    if (isFull) await rotate();
    await appendFile(path(0), text, { mode: 0o600 });
    bytes = (isFull ? 0 : before) + size;
  };
  return {
    add(line) {
      writing = writing
        .then(() => write(line))
        .catch((error: unknown) =>
          logger.error('an action could not be written down', { ...line, error: String(error) }),
        );
      return writing;
    },
    async *lines(tail) {
      const opened = await openAll();
      try {
        yield* linesOf(await fromTail(opened, tail), tail);
      } finally {
        await Promise.all(opened.map((file) => file.close()));
      }
    },
  };
}

interface Part {
  readonly file: FileHandle;
  readonly offset: number;
}

/** From where on each file is read, oldest first. */
async function fromTail(
  newestFirst: readonly FileHandle[],
  tail: number | undefined,
): Promise<readonly Part[]> {
  if (tail === undefined) return newestFirst.map((file) => ({ file, offset: 0 })).reverse();
  const parts: Part[] = [];
  let left = tail;
  for (const file of newestFirst) {
    const { offset, lines } = await tailOf(file, left);
    parts.unshift({ file, offset });
    left -= lines;
    if (left === 0) break;
  }
  return parts;
}

async function* linesOf(parts: readonly Part[], tail = Infinity): AsyncGenerator<string, void, undefined> {
  // What is written meanwhile does not make them more.
  let left = tail;
  for (const { file, offset } of parts)
    for (let at = offset, more = true; more;) {
      const { lines, end } = await readLines(file, at);
      for (const { json } of lines) if (left-- > 0) yield json;
      more = end > at && left > 0;
      at = end;
    }
}

/** Files that are not there are left out. */
async function allOf(paths: readonly string[]): Promise<readonly FileHandle[]> {
  const opened: FileHandle[] = [];
  try {
    for (const path of paths) opened.push(...[await openExisting(path)].filter((file) => file !== undefined));
    return opened;
  } catch (error) {
    await Promise.all(opened.map((file) => file.close()));
    throw error;
  }
}

/** What was cut short ends there, so that the next line begins on its own. */
async function sizeWithoutTear(path: string): Promise<number> {
  await closeLastLine(path);
  return withFile(path, async (file) => (await file.stat()).size, 0);
}
