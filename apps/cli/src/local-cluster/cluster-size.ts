import type { ResolvedJob } from '@ringmaster/contracts';
import { linesOf } from '../doctor/tools.js';

export interface ClusterSize {
  /** Worker processes (agents). */
  readonly agents: number;
  /** Slots of each of them. */
  readonly slots: number;
  readonly device: 'auto' | 'cpu' | 'gpu';
}

export interface Machine {
  /** `--workers`. */
  readonly workers: number | undefined;
  readonly cpus: number;
  /** 0 when the job shall compute on CPUs. */
  readonly gpus: number;
}

/**
 * A local cluster that is large enough: as many ranks as asked for, else as many as the document takes and the
 * machine carries, on two agents where there are two ranks.
 */
export function clusterSize(job: ResolvedJob, { workers, cpus, gpus }: Machine): ClusterSize {
  const { min, max, slots } = job.workers;
  const room = gpus > 0 ? gpus : Math.floor(cpus / slots.cpuThreads);
  const ranks = workers ?? Math.max(min, Math.min(max, room));
  const agents = Math.min(2, ranks);
  return fitDevice({ agents, slots: Math.ceil(ranks / agents), device: slots.device }, gpus);
}

/**
 * One agent has all GPUs of a machine: two would take the same ones. With `auto` and fewer GPUs than slots, all ranks
 * compute on CPUs, so that they are equal.
 */
export function fitDevice(size: ClusterSize, gpus: number): ClusterSize {
  const ranks = size.agents * size.slots;
  if (size.device === 'cpu' || gpus === 0) return size;
  if (size.device === 'auto' && ranks > gpus) return { ...size, device: 'cpu' };
  return { agents: 1, slots: ranks, device: 'gpu' };
}

/** The GPUs that `nvidia-smi` names; 0 when it does not answer or nobody asks for them. */
export async function countGpus(device: ClusterSize['device']): Promise<number> {
  if (device === 'cpu') return 0;
  return (await linesOf('nvidia-smi', ['--query-gpu=index', '--format=csv,noheader']))?.length ?? 0;
}

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** `2 workers of 1 slot`, and the device where it was chosen. */
export function describeSize({ agents, slots, device }: ClusterSize): string {
  const where = device === 'auto' ? '' : device === 'gpu' ? ' on GPUs' : ' on CPUs';
  return `${plural(agents, 'worker')} of ${plural(slots, 'slot')}${where}`;
}
