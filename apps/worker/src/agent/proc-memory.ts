import { readFile } from 'node:fs/promises';
import { freemem } from 'node:os';

/** What this process could still take: of the container where it has a limit, else of the machine. Node ≥ 20.13 knows the former. */
export const freeMemoryBytes = (): number =>
  typeof process.availableMemory === 'function' ? process.availableMemory() : freemem();

/** Resident memory of a process in bytes; undefined when it is gone, or where there is no /proc. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(await textOf(`/proc/${pid}/status`))?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

/**
 * Processes that the kernel killed for memory so far: of our own cgroup where it counts them, else of the whole
 * machine. Only differences mean anything, and they are a hint, not a proof.
 */
export async function oomKillCount(): Promise<number | undefined> {
  for (const [file, pattern] of await counters()) {
    const found = pattern.exec(await textOf(file))?.[1];
    if (found !== undefined) return Number(found);
  }
  return undefined;
}

async function counters(): Promise<readonly (readonly [string, RegExp])[]> {
  const groups = await textOf('/proc/self/cgroup');
  const v2 = /^0::(.*)$/m.exec(groups)?.[1];
  const v1 = /^\d+:[^:\n]*\bmemory\b[^:\n]*:(.*)$/m.exec(groups)?.[1];
  const oomKill = /^oom_kill (\d+)/m;
  return [
    ...(v2 === undefined ? [] : [[`/sys/fs/cgroup${v2}/memory.events`, oomKill] as const]),
    ['/sys/fs/cgroup/memory.events', oomKill],
    ...(v1 === undefined ? [] : [[`/sys/fs/cgroup/memory${v1}/memory.oom_control`, oomKill] as const]),
    ['/sys/fs/cgroup/memory/memory.oom_control', oomKill],
    ['/proc/vmstat', oomKill],
  ];
}

const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
