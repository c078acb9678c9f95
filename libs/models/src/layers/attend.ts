import {
  add,
  cast,
  greaterEqual,
  matMul,
  mul,
  reshape,
  softmax,
  sub,
  type Tensor,
  type Tensor1D,
  tensor2d,
  transpose,
} from '@tensorflow/tfjs-core';
import { upTo } from './extended-keys.js';
import { attended } from './attention-scope.js';
import { nextSeed, statelessUniform } from './seed-scope.js';

/** What is added to a score that must not count: its share is exactly 0 after softmax. */
const NEVER = -1e9;

export interface Visibility {
  /** A position sees itself and what is before it. */
  readonly causal: boolean;
  /** With `causal`: the queries are one position, int32 `[1]`, of a sequence whose keys are all there; default: all positions. */
  readonly position?: Tensor1D | undefined;
  /** `[batch, keys]`, 1 for a key that may be seen and 0 for padding. */
  readonly keys?: Tensor | undefined;
  /** Share of attention weights that is dropped, in training. */
  readonly dropout: number;
}

/**
 * softmax(q·kᵀ/√size)·v (A. Vaswani et al., "Attention Is All You Need", NIPS 2017). `q`: `[batch, heads, queries, size]`,
 * `k` and `v`: `[batch, heads, keys, size]`; result as `q`. With dropout it must run inside `withSeed`.
 */
export function attend(q: Tensor, [k, v]: readonly [Tensor, Tensor], seen: Visibility): Tensor {
  const [batch = 1, , queries = 1, size = 1] = q.shape;
  const keys = k.shape[2] ?? 1;
  let scores = matMul(mul(q, 1 / Math.sqrt(size)), k, false, true);
  if (seen.causal) {
    const hidden = seen.position && mul(sub(upTo(seen.position, keys), 1), -NEVER);
    scores = add(scores, hidden ?? causalMask(queries, keys));
  }
  if (seen.keys) scores = add(scores, reshape(mul(sub(seen.keys, 1), -NEVER), [batch, 1, 1, keys]));
  const weights = attended(softmax(scores));
  return matMul(seen.dropout > 0 ? dropped(weights, seen.dropout) : weights, v);
}

function dropped(weights: Tensor, rate: number): Tensor {
  const kept = cast(greaterEqual(statelessUniform(weights.shape, nextSeed()), rate), 'float32');
  return mul(weights, mul(kept, 1 / (1 - rate)));
}

/** 0 where a row may look, a large negative number where it may not. */
function causalMask(queries: number, keys: number): Tensor {
  const values = Float32Array.from({ length: queries * keys }, (_, i) =>
    i % keys > Math.floor(i / keys) ? NEVER : 0,
  );
  return tensor2d(values, [queries, keys]);
}

/** `[batch, time, parts·width]` → for each part `[batch, heads, time, size]`, in one transposition. */
export function splitHeads(x: Tensor, parts: number, heads: number): Tensor {
  const [batch = 1, time = 1, width = 1] = x.shape;
  return transpose(reshape(x, [batch, time, parts * heads, width / (parts * heads)]), [0, 2, 1, 3]);
}

/** `[batch, heads, time, size]` → `[batch, time, heads·size]`. */
export function joinHeads(x: Tensor): Tensor {
  const [batch = 1, heads = 1, time = 1, size = 1] = x.shape;
  return reshape(transpose(x, [0, 2, 1, 3]), [batch, time, heads * size]);
}
