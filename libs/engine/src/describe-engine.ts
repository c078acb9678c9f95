import { installedAddon } from './backends/installed.js';
import { gpuNames } from './fingerprint.js';

/** One line of a diagnosis. */
export interface EngineFact {
  readonly name: string;
  readonly value: string;
  /** False when training suffers from it; `advice` says what to do then. */
  readonly ok: boolean;
  readonly advice?: string;
}

/** What there is to compute with, without loading any of it. */
export async function describeEngine(): Promise<readonly EngineFact[]> {
  const [cpu, gpu, gpus] = [installedAddon('cpu'), installedAddon('gpu'), await gpuNames()];
  const wantsGpu = gpus.length > 0;
  return [
    {
      name: 'native engine',
      value:
        cpu ??
        'not built: training runs on pure JavaScript, tens of times slower on dense layers, hundreds on convolutions',
      ok: cpu !== undefined,
      ...(cpu === undefined && { advice: 'npx ringmaster setup' }),
    },
    { name: 'GPUs', value: wantsGpu ? gpus.join(', ') : 'none (nvidia-smi does not answer)', ok: true },
    {
      name: 'CUDA engine',
      value: gpu ?? 'not built',
      ok: gpu !== undefined || !wantsGpu,
      ...(gpu === undefined && wantsGpu && { advice: 'npx ringmaster setup --gpu' }),
    },
  ];
}
