import type { ResolvedJob } from '@ringmaster/contracts';

export interface ClusterSize {
  /** Worker processes (agents). */
  readonly agents: number;
  /** Slots of each of them. */
  readonly slots: number;
}

/**
 * A local cluster that is large enough: as many ranks as asked for, else as many as the document takes and the
 * machine's CPUs carry, on two agents where there are two ranks.
 */
export function clusterSize(job: ResolvedJob, workers: number | undefined, cpus: number): ClusterSize {
  const { min, max, slots } = job.workers;
  const ranks = workers ?? Math.max(min, Math.min(max, Math.floor(cpus / slots.cpuThreads)));
  const agents = Math.min(2, ranks);
  return { agents, slots: Math.ceil(ranks / agents) };
}
