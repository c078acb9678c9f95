import { readFileSync, writeFileSync } from 'node:fs';

const MIB = 1024 * 1024;

/** Forgets the peak of a process's resident memory (proc(5), clear_refs) and returns what it holds now, in MiB. */
export function startPeakMib(pid: number): number {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  return statusMib(pid, 'VmRSS');
}

/** The peak since then, in MiB. */
export const peakMib = (pid: number): number => statusMib(pid, 'VmHWM');

function statusMib(pid: number, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return (Number(found?.[1]) * 1024) / MIB;
}
