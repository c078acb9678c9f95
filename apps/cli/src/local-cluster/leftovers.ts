import { realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type HomeLayout, LIMITS } from '@ringmaster/contracts';
import { type Clock, sleep } from '@ringmaster/core';
import { listProcesses, type ProcessInfo } from './processes.js';

export interface ClusterTraces {
  /** `NAME=value` in the environment of everything that was started. */
  readonly mark: string;
  readonly home: HomeLayout;
  readonly distDir: string;
}

/**
 * Finds what a stopped cluster has left running. Not every process inherits the mark, so it also knows what descended
 * from the cluster's processes while they lived, a Redis in the home directory, and trainers of this home without parent.
 */
export class LeftoverSearch {
  private readonly descendants = new Set<string>();

  constructor(private readonly traces: ClusterTraces) {}

  /** Remembers what these processes have started so far. To be called before they are stopped. */
  remember(roots: readonly number[]): void {
    const family = new Set(roots);
    const processes = listProcesses();
    for (let before = -1; before !== family.size;) {
      before = family.size;
      for (const each of processes) if (family.has(each.parent)) family.add(each.pid);
    }
    for (const each of processes)
      if (family.has(each.pid) && !roots.includes(each.pid)) this.descendants.add(identity(each));
  }

  find(): readonly ProcessInfo[] {
    return listProcesses().filter(
      (each) =>
        each.pid !== process.pid &&
        (each.environment.includes(this.traces.mark) ||
          this.descendants.has(identity(each)) ||
          this.isRedisOfHome(each) ||
          this.isLostTrainer(each)),
    );
  }

  private isRedisOfHome({ command, directory }: ProcessInfo): boolean {
    const program = basename(command[0]?.split(' ')[0] ?? '');
    return program.startsWith('redis-server') && isBelow(directory, realPath(this.traces.home.redisDir));
  }

  private isLostTrainer({ command, parent }: ProcessInfo): boolean {
    const { distDir, home } = this.traces;
    const isTrainer = command.some((word) => word.startsWith(join(distDir, 'worker/')));
    return isTrainer && parent === 1 && command.some((word) => word.includes(home.root));
  }
}

const identity = ({ pid, startTime }: ProcessInfo): string => `${pid} ${startTime}`;

/** Where the kernel says that a process is. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

const isBelow = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(`${directory}/`);

/**
 * Ends every leftover: SIGTERM first (a Redis writes its data then), SIGKILL after the grace period. Gives their
 * command lines; empty is how it should be.
 */
export async function stopLeftovers(search: LeftoverSearch, clock: Clock): Promise<readonly string[]> {
  const found = search.find();
  signalAll(found, 'SIGTERM');
  const end = clock.monotonicMs() + LIMITS.stopGraceMs;
  let left = found;
  while (left.length > 0 && clock.monotonicMs() < end) {
    await sleep(clock, 50);
    left = search.find();
  }
  signalAll(left, 'SIGKILL');
  return found.map(({ pid, command }) => `${pid} ${command.join(' ')}`);
}

function signalAll(processes: readonly ProcessInfo[], signal: NodeJS.Signals): void {
  for (const { pid } of processes)
    try {
      process.kill(pid, signal);
    } catch {
      // gone in between
    }
}
