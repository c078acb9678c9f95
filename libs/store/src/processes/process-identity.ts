import { readFileSync } from 'node:fs';

/**
 * Fields of /proc/<pid>/stat (proc(5)) from the third on (state, parent, …); the name before them may hold anything.
 * Undefined for what is gone, or where there is no /proc.
 */
export function processStat(pid: number): readonly string[] | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** When the kernel started a process, in ticks since the machine booted; undefined when it is gone or there is no /proc. */
export const startTimeOf = (pid: number): string | undefined => processStat(pid)?.[19];

/** True while a process of this id lives; false for one that has ended and only waits for its parent to notice. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return processStat(pid)?.[0] !== 'Z';
}

/**
 * What tells a process from every other one that ever had its id on this machine: the boot and the time since, at which it
 * began. Undefined when it is gone, and where there is no /proc: then nothing but the id tells them apart.
 */
export function processIdentity(pid: number): string | undefined {
  const startTime = startTimeOf(pid);
  const boot = textOf('/proc/sys/kernel/random/boot_id')?.trim();
  return startTime === undefined || boot === undefined ? undefined : `${boot}/${startTime}`;
}

/** A process as files have it down; `startedAt` is empty where there is no /proc. */
export interface StartedProcess {
  readonly pid: number;
  readonly startedAt: string;
}

export const startedProcess = (pid: number): StartedProcess => ({ pid, startedAt: startTimeOf(pid) ?? '' });

/**
 * Whether a process that was written down still lives.
 * @param identity a {@link processIdentity}, or the {@link startTimeOf} it; without either its id has to do
 */
export const isSameProcess = (pid: number, identity: string | undefined): boolean =>
  isAlive(pid) && (!identity || [processIdentity(pid), startTimeOf(pid)].includes(identity));

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
