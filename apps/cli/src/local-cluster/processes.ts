import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { processStat } from '@ringmaster/store/processes';

export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  /** When the kernel started it, in its own units: with the pid it tells a process from a later one. */
  readonly startTime: string;
  readonly command: readonly string[];
  /** Empty when it cannot be read. */
  readonly directory: string;
  readonly environment: readonly string[];
}

/** All live processes that may be looked at. Empty where there is no /proc (proc(5)). */
export function listProcesses(): readonly ProcessInfo[] {
  const entries = read(() => readdirSync('/proc')) ?? [];
  return entries.filter((entry) => /^\d+$/.test(entry)).flatMap((entry) => inspect(Number(entry)) ?? []);
}

function inspect(pid: number): ProcessInfo | undefined {
  const stat = processStat(pid);
  if (stat === undefined || stat[0] === 'Z') return undefined;
  const words = (name: string) =>
    (read(() => readFileSync(`/proc/${pid}/${name}`, 'utf8')) ?? '')
      .split('\0')
      .filter((word) => word !== '');
  return {
    pid,
    parent: Number(stat[1]),
    startTime: stat[19] ?? '',
    command: words('cmdline'),
    directory: read(() => readlinkSync(`/proc/${pid}/cwd`)) ?? '',
    environment: words('environ'),
  };
}

/** Undefined for what is gone in between, or somebody else's. */
function read<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
