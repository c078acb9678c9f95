import {
  add,
  matMul,
  mul,
  reshape,
  softmax,
  split,
  type Tensor,
  tensor2d,
  type Tensor4D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { onlyInput } from './only-input.js';

interface CausalAttentionOptions {
  readonly name: string;
  readonly heads: number;
}

/**
 * Scaled dot-product attention of several heads (Vaswani et al., NIPS 2017) in which a position sees itself and what is
 * before it. Takes queries, keys and values side by side, `[batch, time, 3·width]`, and gives `[batch, time, width]`; the
 * projections around it are dense layers.
 */
class CausalAttention extends layers.Layer {
  static readonly className = 'BenchCausalAttention';
  readonly #heads: number;

  constructor({ name, heads }: CausalAttentionOptions) {
    super({ name });
    this.#heads = heads;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const qkv = onlyInput(inputs);
      const [batch = 1, time = 1, triple = 3] = qkv.shape;
      const width = triple / 3;
      const size = width / this.#heads;
      // [batch, time, 3, heads, size] → three times [batch, heads, time, size], in one transposition.
      const parts = transpose(reshape(qkv, [batch, time, 3 * this.#heads, size]), [0, 2, 1, 3]);
      const [q, k, v] = split(parts, 3, 1) as [Tensor4D, Tensor4D, Tensor4D];
      const scores = add(mul(matMul(q, k, false, true), 1 / Math.sqrt(size)), causalMask(time));
      const mixed = matMul(softmax(scores), v);
      return reshape(transpose(mixed, [0, 2, 1, 3]), [batch, time, width]);
    });
  }

  override computeOutputShape([batch, time, triple]: number[]): number[] {
    return [batch as number, time as number, (triple as number) / 3];
  }
}

/** 0 where a row may look, a large negative number where it may not. */
function causalMask(time: number): Tensor {
  const values = Array.from({ length: time * time }, (_, i) => (i % time > Math.floor(i / time) ? -1e9 : 0));
  return tensor2d(values, [time, time]);
}

export const causalAttention = (options: CausalAttentionOptions): layers.Layer =>
  new CausalAttention(options);
