import { describe, expect, it } from 'vitest';
import type { ResolvedJob } from '@ringmaster/contracts';
import { clusterSize } from './cluster-size.js';

const job = (
  workers: { min: number; max: number },
  device: 'auto' | 'cpu' | 'gpu' = 'auto',
  cpuThreads = 1,
) => ({ workers: { ...workers, slots: { device, cpuThreads } } }) as ResolvedJob;

describe('clusterSize', () => {
  it.each([
    ['one worker', job({ min: 1, max: 1 }), { workers: 1, cpus: 2, gpus: 0 }, [1, 1, 'auto']],
    ['two workers', job({ min: 2, max: 2 }), { workers: 2, cpus: 2, gpus: 0 }, [2, 1, 'auto']],
    ['three workers', job({ min: 3, max: 3 }), { workers: 3, cpus: 2, gpus: 0 }, [2, 2, 'auto']],
    ['four workers', job({ min: 4, max: 4 }), { workers: 4, cpus: 1, gpus: 0 }, [2, 2, 'auto']],
    ['as many as CPUs', job({ min: 1, max: 8 }), { workers: undefined, cpus: 4, gpus: 0 }, [2, 2, 'auto']],
    [
      'threads count',
      job({ min: 1, max: 8 }, 'cpu', 2),
      { workers: undefined, cpus: 4, gpus: 0 },
      [2, 1, 'cpu'],
    ],
    ['no fewer than min', job({ min: 3, max: 8 }), { workers: undefined, cpus: 1, gpus: 0 }, [2, 2, 'auto']],
    [
      'all GPUs on one agent',
      job({ min: 1, max: 8 }),
      { workers: undefined, cpus: 64, gpus: 4 },
      [1, 4, 'gpu'],
    ],
    ['too few GPUs', job({ min: 2, max: 2 }), { workers: 2, cpus: 64, gpus: 1 }, [2, 1, 'cpu']],
    ['GPUs wanted', job({ min: 2, max: 2 }, 'gpu'), { workers: 2, cpus: 64, gpus: 1 }, [1, 2, 'gpu']],
  ] as const)('%s', (_name, document, machine, [agents, slots, device]) => {
    expect(clusterSize(document, machine)).toEqual({ agents, slots, device });
  });
});
