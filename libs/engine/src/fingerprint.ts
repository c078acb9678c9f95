import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus } from 'node:os';
import { LIMITS } from '@ringmaster/contracts';

/** What decides about the bits of a result. Engines with equal fingerprints compute equal bits. */
export interface EngineFingerprint {
  readonly backend: 'tensorflow' | 'tensorflow-gpu' | 'cpu';
  /** TensorFlow's version; for `cpu`, tfjs's. */
  readonly tensorflow: string;
  /** Architecture and the instruction sets that kernels choose by, or the GPU's model. */
  readonly device: string;
  readonly threads: { readonly intraOp: number; readonly interOp: number };
  readonly oneDnn: string;
  readonly determinism: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Instruction sets that TensorFlow, Eigen and oneDNN pick kernels by. */
const ISA_FLAGS = ['avx', 'avx2', 'fma', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_tile', 'asimd', 'sve'];

function cpuIsa(): string {
  let flags: ReadonlySet<string> = new Set();
  try {
    const line = /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'));
    flags = new Set(line?.[1]?.trim().split(/\s+/));
  } catch {
    // no /proc: the model's name has to do
    return `${arch()}:${cpus()[0]?.model ?? 'unknown'}`;
  }
  return `${arch()}:${ISA_FLAGS.filter((flag) => flags.has(flag)).join(',')}`;
}

/** GPU names as the driver lists them, in device order; empty without a driver. */
export function gpuNames(): Promise<readonly string[]> {
  const query = ['--query-gpu=name', '--format=csv,noheader'];
  return new Promise((resolve) => {
    execFile('nvidia-smi', query, { timeout: LIMITS.deviceProbeMs }, (error, stdout) =>
      resolve(
        error
          ? []
          : stdout
              .split('\n')
              .map((line) => line.trim())
              .filter(Boolean),
      ),
    );
  });
}

/** TensorFlow takes 0 and nonsense for "as many as there are processors". */
function threadCount(value: string | undefined): number {
  const wanted = Number(value);
  return Number.isInteger(wanted) && wanted > 0 ? wanted : availableParallelism();
}

export function nativeFingerprint(o: {
  readonly env: Environment;
  readonly tensorflow: string;
  readonly gpu?: string;
}): EngineFingerprint {
  const { env, tensorflow, gpu } = o;
  return {
    backend: gpu === undefined ? 'tensorflow' : 'tensorflow-gpu',
    tensorflow,
    device: gpu ?? cpuIsa(),
    threads: {
      intraOp: threadCount(env.TF_NUM_INTRAOP_THREADS),
      interOp: threadCount(env.TF_NUM_INTEROP_THREADS),
    },
    oneDnn: env.TF_ENABLE_ONEDNN_OPTS === '0' ? 'off' : 'on',
    determinism: ['1', 'true'].includes(env.TF_DETERMINISTIC_OPS ?? '') ? 'deterministic-ops' : 'default',
  };
}

/** JavaScript's arithmetic is the same on every processor, so the device is not part of it. */
export const pureJsFingerprint = (version: string): EngineFingerprint => ({
  backend: 'cpu',
  tensorflow: `tfjs ${version}`,
  device: 'javascript',
  threads: { intraOp: 1, interOp: 1 },
  oneDnn: 'none',
  determinism: 'sequential',
});
