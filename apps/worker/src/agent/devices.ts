import { execFile } from 'node:child_process';
import { totalmem } from 'node:os';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { SlotPlan } from './slot-env.js';

export interface Gpu {
  readonly index: number;
  readonly name: string;
  readonly memoryBytes: number;
}

/** The GPUs that `nvidia-smi` names; none when it is missing, fails or does not answer in time. */
export function discoverGpus(command = 'nvidia-smi'): Promise<readonly Gpu[]> {
  const query = ['--query-gpu=index,name,memory.total', '--format=csv,noheader,nounits'];
  return new Promise((resolve) => {
    execFile(command, query, { timeout: LIMITS.deviceProbeMs, killSignal: 'SIGKILL' }, (error, stdout) =>
      resolve(error ? [] : parseGpus(stdout)),
    );
  });
}

export function parseGpus(csv: string): readonly Gpu[] {
  return csv.split('\n').flatMap((line) => {
    const [index, name, mebibytes] = line.split(',').map((field) => field.trim());
    if (!index || !/^\d+$/.test(index) || !name) return [];
    return [{ index: Number(index), name, memoryBytes: (Number(mebibytes) || 0) * 2 ** 20 }];
  });
}

export interface SlotWish {
  readonly device: 'auto' | 'cpu' | 'gpu';
  /** Default: one a GPU, or one on a machine without. */
  readonly slots?: number | undefined;
  readonly cpuThreads: number;
}

/**
 * Cuts the machine into slots: one a GPU where there are GPUs, otherwise CPU threads.
 * @throws TrainError `invalid` when GPUs are asked for that do not exist
 */
export function planSlots(wish: SlotWish, gpus: readonly Gpu[]): readonly SlotPlan[] {
  const { cpuThreads } = wish;
  if (wish.device === 'gpu' && gpus.length === 0)
    throw new TrainError(
      'invalid',
      '--device gpu: nvidia-smi names no GPU on this machine; use --device cpu',
    );
  if (wish.device !== 'cpu' && gpus.length > 0) {
    const slots = wish.slots ?? gpus.length;
    if (slots > gpus.length)
      throw new TrainError(
        'invalid',
        `--slots ${slots}: this machine has ${gpus.length} GPU(s), one for each slot`,
      );
    return gpus
      .slice(0, slots)
      .map(({ index, memoryBytes }, slot) => ({ slot, device: 'gpu', gpu: index, cpuThreads, memoryBytes }));
  }
  const slots = wish.slots ?? 1;
  return Array.from({ length: slots }, (_, slot) => ({
    slot,
    device: 'cpu',
    cpuThreads,
    memoryBytes: Math.floor(totalmem() / slots),
  }));
}
