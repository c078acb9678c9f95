import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { TrainError } from '@ringmaster/core';
import { systemCode } from '../durable-files.js';
import { isSameProcess, startedProcess } from '../processes/process-identity.js';

const Owner = z.strictObject({ pid: z.int().positive(), startedAt: z.string(), nonce: z.string() });
const POLL_MS = 50;

/**
 * Runs `work` while this process alone holds the lock of a directory. A lock whose process is dead is taken over.
 * @throws TrainError `deadline` when somebody alive holds it for longer than `waitMs`
 */
export async function withDirectoryLock<T>(
  directory: string,
  waitMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const path = join(directory, 'lock');
  const nonce = randomUUID();
  const text = JSON.stringify({ ...startedProcess(process.pid), nonce });
  const deadline = performance.now() + waitMs;
  while (!(await take(path, text, nonce))) {
    const owner = await readOwner(path);
    if (owner !== undefined && !(owner.parsed && isSameProcess(owner.parsed.pid, owner.parsed.startedAt))) {
      await breakLock(path, owner.text);
      continue;
    }
    if (performance.now() > deadline)
      throw new TrainError(
        'deadline',
        `process ${owner?.parsed?.pid ?? '?'} holds ${path} for more than ${waitMs} ms; end it or wait`,
      );
    await pause(POLL_MS);
  }
  try {
    return await work();
  } finally {
    const owner = await readOwner(path);
    if (owner?.text === text) await rm(path, { force: true });
  }
}

/** Linking a finished file makes lock and owner appear together, or not at all. */
async function take(path: string, text: string, nonce: string): Promise<boolean> {
  const mine = `${path}.${nonce}`;
  await writeFile(mine, text, { mode: 0o600 });
  try {
    await link(mine, path);
    return true;
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false;
    throw cause;
  } finally {
    await rm(mine, { force: true });
  }
}

async function readOwner(path: string) {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return { text, parsed: Owner.parse(JSON.parse(text)) };
  } catch {
    return { text, parsed: undefined };
  }
}

/** Moves the dead lock aside; if another process replaced it in between, its living lock is put back. */
async function breakLock(path: string, dead: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return;
    throw cause;
  }
  if ((await readFile(aside, 'utf8')) !== dead) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}
