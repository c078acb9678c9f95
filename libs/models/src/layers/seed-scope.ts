import { TrainError } from '@ringmaster/core';
import { add, engine, type Tensor, tensor1d, type Tensor1D } from '@tensorflow/tfjs-core';

/** Words that keep the seeds of successive calls apart: 2³² ÷ golden ratio, as int32. */
const CALL_STRIDE = 0x9e3779b9 | 0;

interface Scope {
  readonly seed: Tensor1D;
  calls: number;
}

let current: Scope | undefined;

/**
 * Runs `fn` with `seed` (int32, shape [2]) as the source of all randomness of layers. The seed stays a tensor, so that
 * a compiled step takes it as an input: a value drawn in JavaScript would be frozen into the graph. Scopes nest.
 */
export function withSeed<T>(seed: Tensor1D, fn: () => T): T {
  const outer = current;
  current = { seed, calls: 0 };
  try {
    return fn();
  } finally {
    current = outer;
  }
}

/**
 * The seed of the next draw: int32, shape [2], derived by tensor ops from the scope's seed and the number of draws so
 * far, so that every layer gets numbers of its own. @throws TrainError `internal` outside `withSeed`.
 */
export function nextSeed(): Tensor1D {
  if (!current)
    throw new TrainError(
      'internal',
      'a layer drew random numbers outside withSeed(seed, …): wrap the forward pass',
    );
  const call = current.calls++;
  return add(current.seed, tensor1d([Math.imul(call, CALL_STRIDE), call], 'int32'));
}

/**
 * Uniform float32 numbers in [0, 1): a pure function of the seed, whatever ran before. The kernel is registered by the
 * engine for its backends; equal seeds give equal bits on one backend.
 */
export function statelessUniform(shape: readonly number[], seed: Tensor1D): Tensor {
  return engine().runKernel('StatelessRandomUniform', { seed }, { shape: [...shape] });
}
