import { spawn } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, sleep } from '@ringmaster/core';
import type { WorkerConfig } from '../config.js';
import type { DrainWish } from './drain.js';
import { messageOf } from './log-lines.js';

interface NoticeOptions {
  /** Its being there is the notice; what is in it, the reason. */
  readonly file?: string;
  /** A shell command: exit status 0 is the notice, what it prints first, the reason. */
  readonly command?: string;
  readonly graceMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What an agent asks for a notice that its machine will be taken away; undefined when nobody is to give one. */
export function noticeFrom(
  { noticeFile: file, noticeCommand: command, noticeGrace: graceMs }: NoticeConfig,
  parts: Pick<NoticeOptions, 'clock' | 'logger'>,
): ((signal: AbortSignal) => Promise<DrainWish>) | undefined {
  if (file === undefined && command === undefined) return undefined;
  const from = { ...(file !== undefined && { file }), ...(command !== undefined && { command }) };
  return (signal) => noticeOf({ ...from, graceMs, ...parts }, signal);
}

type NoticeConfig = Pick<WorkerConfig, 'noticeFile' | 'noticeCommand' | 'noticeGrace'>;

/**
 * Looks every `LIMITS.noticeEveryMs` for a notice that this machine will be taken away, and resolves with what follows from it.
 * A command that fails says nothing; one that takes longer than `LIMITS.noticeCommandMs` is ended, and says nothing either.
 * @throws the signal's reason
 */
async function noticeOf(o: NoticeOptions, signal: AbortSignal): Promise<DrainWish> {
  for (;;) {
    const said = (await saidByFile(o.file)) ?? (await saidByCommand(o, signal));
    signal.throwIfAborted();
    if (said !== undefined) {
      const reason = `notice that this machine is taken away${said === '' ? '' : `: ${said}`}`;
      return { reason: reason.slice(0, LIMITS.reasonChars), graceMs: o.graceMs };
    }
    await sleep(o.clock, LIMITS.noticeEveryMs, signal);
  }
}

const firstLine = (text: string): string => messageOf(text.trim().split('\n')[0] ?? '');

async function saidByFile(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    await access(file);
  } catch {
    return undefined;
  }
  return firstLine(await readFile(file, 'utf8').catch(() => ''));
}

function saidByCommand(
  { command, clock, logger }: NoticeOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (command === undefined || signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', command], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    const end = () => {
      if (child.pid !== undefined) killGroup(child.pid);
      // Something that it started, and that left its group, may hold the other end open for ever.
      child.stdout.destroy();
    };
    const cancel = clock.after(LIMITS.noticeCommandMs, () => {
      logger.warn(`the notice command did not end within ${LIMITS.noticeCommandMs} ms; it is ended`, {
        command,
      });
      end();
    });
    signal.addEventListener('abort', end, { once: true });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (output.length < LIMITS.logLineBytes) output += chunk.toString();
    });
    const settle = (said: string | undefined) => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve(said);
    };
    child.once('error', () => settle(undefined));
    child.once('close', (code) => settle(code === 0 ? firstLine(output) : undefined));
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // gone in between
  }
}
