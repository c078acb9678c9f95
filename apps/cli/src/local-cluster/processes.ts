import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

export interface ProcessInfo {
  readonly pid: number;
  readonly command: string;
}

/** Fields of /proc/<pid>/stat from the third on (proc(5)); the name before them may hold anything. Linux only. */
function statFields(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** When the kernel started the process, in its own units: with the pid it tells a process from a later one. Linux only. */
export const startTimeOf = (pid: number): string | undefined => statFields(pid)?.[19];

/** False for a process that has ended and only waits for its parent to notice. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return statFields(pid)?.[0] !== 'Z';
}

/** Live processes of this user whose environment holds `name=value`. Empty where there is no /proc. */
export async function processesWith(name: string, value: string): Promise<readonly ProcessInfo[]> {
  const entries = await readdir('/proc').catch(() => []);
  const found = await Promise.all(
    entries.filter((entry) => /^\d+$/.test(entry)).map((entry) => inspect(entry, `${name}=${value}`)),
  );
  return found.filter((info) => info !== undefined);
}

async function inspect(entry: string, assignment: string): Promise<ProcessInfo | undefined> {
  try {
    const environment = (await readFile(`/proc/${entry}/environ`, 'utf8')).split('\0');
    if (!environment.includes(assignment)) return undefined;
    const command = (await readFile(`/proc/${entry}/cmdline`, 'utf8')).split('\0').join(' ').trim();
    return { pid: Number(entry), command };
  } catch {
    // Gone in between, or somebody else's.
    return undefined;
  }
}
