import { concat, slice, sqrt, square, sum, type Scalar, type Tensor1D } from '@tensorflow/tfjs-core';
import type { Segment } from '../ports/step-program.js';

/** A flat vector made of what `fn` makes of each parameter's part of the given ones. */
export function byParameter(
  vectors: readonly Tensor1D[],
  parameters: readonly Segment[],
  fn: (pieces: readonly Tensor1D[], parameter: Segment) => Tensor1D,
): Tensor1D {
  return concat(
    parameters.map((parameter) => {
      const { offset, size } = parameter;
      return fn(
        vectors.map((vector) => slice(vector, [offset], [size])),
        parameter,
      );
    }),
  );
}

export const norm = (vector: Tensor1D): Scalar => sqrt(sum(square(vector)));

/** Kernels and embeddings; biases, scales and offsets have one dimension. */
export const isKernel = ({ shape }: Segment): boolean => shape.length >= 2;
