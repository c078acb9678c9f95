import { TrainError } from '@ringmaster/core';
import { env, setBackend, version_core } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { installedAddon, type NativeDevice, requireNative } from './backends/installed.js';
import { nativeBackend } from './backends/native.js';
import {
  type EngineFingerprint,
  type Environment,
  gpuNames,
  nativeFingerprint,
  pureJsFingerprint,
} from './fingerprint.js';
import { registerBlockLstm } from './kernels/block-lstm.js';
import { registerBatchNorm } from './kernels/batch-norm.js';
import { replaceExpandDims } from './kernels/expand-dims.js';
import { replaceGather } from './kernels/gather.js';
import { registerStatelessRandomUniform } from './kernels/stateless-random-uniform.js';

export interface Engine {
  readonly fingerprint: EngineFingerprint;
  /** For every run to show loudly; empty when all is well. */
  readonly warnings: readonly string[];
}

export interface EngineOptions {
  /** `auto` takes a GPU where one answers; `js` is the pure-JS backend on purpose. */
  readonly prefer: 'auto' | 'cpu' | 'gpu' | 'js';
  /** Whether pure JS may stand in for a native engine that is not there. Default true; never for `gpu`. */
  readonly allowPureJs?: boolean;
  /** The process's environment: TensorFlow's thread and determinism switches go into the fingerprint. */
  readonly env?: Environment;
}

const PURE_JS_WARNING =
  'THE NATIVE ENGINE IS MISSING: training runs on the pure-JavaScript backend, tens of times slower on dense layers, hundreds on convolutions. ' +
  'Run npx ringmaster setup; it says what it lacks.';

let loaded: Promise<Engine> | undefined;

/**
 * Loads a backend of tfjs and the kernels of this library, once per process: later calls get the first call's engine,
 * whatever they prefer. Native calls are synchronous and must stay on the main thread.
 * @throws TrainError `incompatible` when the wanted engine is not there.
 */
export function loadEngine(options: EngineOptions): Promise<Engine> {
  loaded ??= load(options).catch((cause: unknown) => {
    loaded = undefined;
    throw cause;
  });
  return loaded;
}

async function load({ prefer, allowPureJs = true, env: environment = {} }: EngineOptions): Promise<Engine> {
  if (prefer === 'js') return loadPureJs([]);
  const gpus = prefer === 'cpu' ? [] : await gpuNames();
  if (prefer === 'gpu' || (gpus.length > 0 && installedAddon('gpu'))) return loadGpu(gpus, environment);
  if (installedAddon('cpu')) return loadNative('cpu', environment);
  if (allowPureJs) return loadPureJs([PURE_JS_WARNING]);
  throw new TrainError('incompatible', 'the native engine is not built here: run npx ringmaster setup');
}

async function loadGpu(gpus: readonly string[], environment: Environment): Promise<Engine> {
  if (gpus.length === 0)
    throw new TrainError('incompatible', 'no NVIDIA driver answers: nvidia-smi lists no GPU');
  if (!installedAddon('gpu'))
    throw new TrainError('incompatible', 'the CUDA engine is not built here: run npx ringmaster setup --gpu');
  const visible = Number.parseInt(environment.CUDA_VISIBLE_DEVICES ?? '0', 10);
  const engine = await loadNative('gpu', environment, gpus[visible] ?? gpus[0]);
  if (!nativeBackend().isUsingGpuDevice)
    throw new TrainError(
      'incompatible',
      'TensorFlow found no usable GPU: its log above says which library it missed',
    );
  return engine;
}

async function loadNative(device: NativeDevice, environment: Environment, gpu?: string): Promise<Engine> {
  try {
    requireNative(device);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TrainError(
      'incompatible',
      `the native engine does not load (${why}): run npx ringmaster setup`,
      {
        cause,
      },
    );
  }
  await setBackend('tensorflow');
  registerStatelessRandomUniform('tensorflow');
  registerBatchNorm('tensorflow');
  registerBlockLstm('tensorflow');
  replaceExpandDims();
  replaceGather();
  const tensorflow = nativeBackend().binding.TF_Version;
  return {
    fingerprint: nativeFingerprint({ env: environment, tensorflow, ...(gpu !== undefined && { gpu }) }),
    warnings: [],
  };
}

async function loadPureJs(warnings: readonly string[]): Promise<Engine> {
  await import('@tensorflow/tfjs-backend-cpu');
  // The backend would tell users to install tfjs-node.
  env().set('PROD', true);
  await setBackend('cpu');
  registerStatelessRandomUniform('cpu');
  registerBatchNorm('cpu');
  registerBlockLstm('cpu');
  return { fingerprint: pureJsFingerprint(version_core), warnings };
}
