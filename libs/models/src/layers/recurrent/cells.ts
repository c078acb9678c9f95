import {
  add,
  concat,
  mul,
  sigmoid,
  slice,
  split,
  square,
  sub,
  tanh,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type { Cell } from './recurrence.js';

/** h′ = tanh(x + h·U): J. Elman's network (Cognitive Science 14, 1990). */
export const simpleCell: Cell = {
  step(input, product) {
    const h = tanh(add(input, product));
    return { h, kept: [h] };
  },
  slopes(dh, _h, [after]) {
    const slope = mul(dh, sub(1, square(after as Tensor)));
    return { input: slope, product: slope };
  },
};

const thirds = (x: Tensor): [gates: Tensor, candidate: Tensor] => {
  const [batch = 1, width = 3] = x.shape;
  const units = width / 3;
  return [slice(x, [0, 0], [batch, 2 * units]), slice(x, [0, 2 * units], [batch, units])];
};

/**
 * z, r = σ(x + h·U + b), n = tanh(x + r·(h·U + b)), h′ = n + z·(h − n): a gated recurrent unit (K. Cho et al., EMNLP 2014)
 * whose reset gate acts after the product, as in cuDNN, PyTorch and Keras' default.
 */
export const gruCell: Cell = {
  step(input, product, h) {
    const [inputGates, inputCandidate] = thirds(input);
    const [productGates, productCandidate] = thirds(product);
    const [z, r] = split(sigmoid(add(inputGates, productGates)), 2, 1) as [Tensor, Tensor];
    const n = tanh(add(inputCandidate, mul(r, productCandidate)));
    return { h: add(n, mul(z, sub(h, n))), kept: [z, r, n, productCandidate] };
  },
  slopes(dh, h, kept) {
    const [z, r, n, candidate] = kept as [Tensor, Tensor, Tensor, Tensor];
    const direct = mul(dh, z);
    const dn = mul(sub(dh, direct), sub(1, square(n)));
    const dz = mul(mul(dh, sub(h, n)), mul(z, sub(1, z)));
    const dr = mul(mul(dn, candidate), mul(r, sub(1, r)));
    return { input: concat([dz, dr, dn], 1), product: concat([dz, dr, mul(dn, r)], 1), direct };
  },
};
