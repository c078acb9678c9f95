import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobView } from '@ringmaster/contracts';
import { homeLayout, LIMITS } from '@ringmaster/contracts';
import type { Cluster } from '../cluster.js';
import { pidOfRank } from './checks.js';
import { hold } from './fault-row.js';

/** The one process of its kind. */
export function one(pids: readonly number[], what: string): number {
  const [pid] = pids;
  hold(pid !== undefined && pids.length === 1, `there are ${pids.length} processes of ${what}, not 1`);
  return pid;
}

/** The agent that runs a rank, and all of its trainers. */
export function workerOf(cluster: Cluster, job: JobView, rank: number): readonly number[] {
  const agent = parentOf(pidOfRank(job, rank));
  return [agent, ...cluster.processes('trainer').filter((pid) => parentOf(pid) === agent)];
}

/** Fields after the name in /proc/<pid>/stat begin with state and parent. */
function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

export const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}/stat`);

/** Every trainer belongs to an agent that lives. */
export async function holdNoOrphans(cluster: Cluster): Promise<void> {
  const untilMs = performance.now() + LIMITS.orphanMs;
  for (;;) {
    const [agents, trainers] = [cluster.processes('agent'), cluster.processes('trainer')];
    const orphans = trainers.filter((pid) => isRunning(pid) && !agents.includes(parentOf(pid)));
    if (orphans.length === 0) return;
    hold(performance.now() < untilMs, `trainers without an agent: ${orphans.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Sends a signal to what is still there. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids)
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
}

/** How often a line of a process's log says that: `coordinator`, `worker-local-1`. */
export function countInLog(cluster: Cluster, name: string, text: string): number {
  const file = join(homeLayout(cluster.home).processLogsDir, `${name}.log`);
  return readFileSync(file, 'utf8').split(text).length - 1;
}
