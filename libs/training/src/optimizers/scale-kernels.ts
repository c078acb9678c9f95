import { concat, mul, type Scalar, slice, type Tensor1D } from '@tensorflow/tfjs-core';
import type { Segment } from '../ports/step-program.js';

/** Neighbouring parameters that are treated alike. */
interface Run {
  readonly isKernel: boolean;
  readonly offset: number;
  size: number;
}

/**
 * The flat weights with every parameter of two or more dimensions (kernels, embeddings) times `factor`. By slices, so
 * that no mask as long as the weights has to be kept.
 */
export function scaleKernels(weights: Tensor1D, factor: Scalar, parameters: readonly Segment[]): Tensor1D {
  const pieces = runsOf(parameters).map(({ isKernel, offset, size }): Tensor1D => {
    const piece = slice(weights, [offset], [size]);
    return isKernel ? mul(piece, factor) : piece;
  });
  return concat(pieces);
}

function runsOf(parameters: readonly Segment[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { shape, offset, size } of parameters) {
    const isKernel = shape.length >= 2;
    const last = runs.at(-1);
    if (last?.isKernel === isKernel) last.size += size;
    else runs.push({ isKernel, offset, size });
  }
  return runs;
}
