import type { Tensor } from '@tensorflow/tfjs-core';

type Listener = (weights: Tensor) => void;
let current: Listener | undefined;

/**
 * Runs `fn`, op by op, and tells of the attention weights of every layer that attends in it, `[batch, heads, queries, keys]`, in the
 * order of the computation: for a look at a trained model. The tensors live as long as the caller's scope.
 */
export function withAttention<T>(listener: Listener, fn: () => T): T {
  const outer = current;
  current = listener;
  try {
    return fn();
  } finally {
    current = outer;
  }
}

/** What layers say of their weights, before dropout. */
export function attended(weights: Tensor): Tensor {
  current?.(weights);
  return weights;
}
