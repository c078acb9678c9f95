import { appendFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ActionLine, LIMITS } from '@ringmaster/contracts';
import type { Logger } from '@ringmaster/core';

/** Lines that are only ever added, in files that are only ever renamed or, the oldest, replaced. */
export interface ActionLog {
  /** In the file when it resolves. Never rejects: what was done is done. */
  add(line: ActionLine): Promise<void>;
  /** Oldest first. */
  lines(): AsyncGenerator<string, void, undefined>;
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
  let bytes = await sizeOf(path(0));
  let writing: Promise<void> = Promise.resolve();

  const rotate = async (): Promise<void> => {
    for (let age = files - 2; age >= 0; age--)
      await rename(path(age), path(age + 1)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    bytes = 0;
  };
  const write = async (line: ActionLine): Promise<void> => {
    const text = `${JSON.stringify(line)}\n`;
    if (bytes > 0 && bytes + Buffer.byteLength(text) > fileBytes) await rotate();
    await appendFile(path(0), text, { mode: 0o600 });
    bytes += Buffer.byteLength(text);
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
    async *lines() {
      await writing;
      for (let age = files - 1; age >= 0; age--) {
        const text = await readFile(path(age), 'utf8').catch(() => '');
        // A line that a crash cut short has no end and is left out.
        yield* text.split('\n').slice(0, -1);
      }
    },
  };
}

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => ({ size: 0 }))).size;
