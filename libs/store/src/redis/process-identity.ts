import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { LIMITS } from '@ringmaster/contracts';
import { systemCode } from '../durable-files.js';

const run = promisify(execFile);

/** What tells a process from a later one with the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The kernel's start time where it tells one; empty elsewhere. */
  readonly startedAt: string;
}

/** True while the process exists and is no zombie. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    return systemCode(cause) === 'EPERM';
  }
  const stat = await statFields(pid);
  return stat === undefined || stat.state !== 'Z';
}

export async function identityOf(pid: number): Promise<ProcessIdentity> {
  return { pid, startedAt: (await statFields(pid))?.startedAt ?? '' };
}

/** True while exactly this process lives, not just one that got its id. */
export async function isSameProcess(identity: ProcessIdentity): Promise<boolean> {
  if (!(await isAlive(identity.pid))) return false;
  const now = await identityOf(identity.pid);
  return now.startedAt === '' || identity.startedAt === '' || now.startedAt === identity.startedAt;
}

/** The command line of a living process, arguments joined by spaces; empty when it cannot be read. */
export async function commandLine(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
  } catch {
    const listed = run('ps', ['-o', 'command=', '-p', String(pid)], { timeout: LIMITS.connectMs });
    return listed.then(
      ({ stdout }) => stdout.trim(),
      () => '',
    );
  }
}

async function statFields(pid: number): Promise<{ state: string; startedAt: string } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // The name in brackets may hold spaces and brackets; field 3 follows the last one, field 22 is the start time.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startedAt: fields[19] ?? '' };
}
