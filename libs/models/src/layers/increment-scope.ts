import { keep, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';

/** Keys and values of one layer, `[batch, heads, context, size]`. */
export type KeysAndValues = readonly [keys: Tensor, values: Tensor];

/** A sequence that is gone on with, so that what came before need not be computed again. */
export interface Increment {
  /** Where the one token stands that is given, int32 `[1]`; undefined: a whole sequence is given, from its beginning. */
  readonly position: Tensor1D | undefined;
  /** Positions that a sequence has room for. */
  readonly context: number;
  /** By the names of causal attention layers: what was kept of the positions before. */
  readonly before: ReadonlyMap<string, KeysAndValues>;
  /** What is to be kept of them and of what is given; the caller disposes it. */
  readonly after: Map<string, KeysAndValues>;
}

let current: Increment | undefined;

/** Runs `fn`, in which causal attention keeps its keys and values, and looks at those that were kept. Scopes nest. */
export function withIncrement<T>(increment: Increment, fn: () => T): T {
  const outer = current;
  current = increment;
  try {
    return fn();
  } finally {
    current = outer;
  }
}

/** The scope that a layer is called in. */
export const increment = (): Increment | undefined => current;

/** Notes what a layer keeps; it outlives the layer's own tidying. */
export function keepKeys({ after }: Increment, layer: string, [keys, values]: KeysAndValues): void {
  after.set(layer, [keep(keys), keep(values)]);
}
