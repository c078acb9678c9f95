import type { LossOptions } from '@ringmaster/contracts';
import {
  add,
  cast,
  concat,
  exp,
  fill,
  greaterEqual,
  log,
  logSoftmax,
  matMul,
  maximum,
  mul,
  neg,
  notEqual,
  oneHot,
  reshape,
  slice,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  stack,
} from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';

/** The logarithm of 0, as far as float32 goes without −∞, whose differences are NaN. */
const NEVER = -1e30;

/** log(e^a + e^b + …), elementwise. */
function logAdd(...terms: readonly Tensor[]): Tensor {
  const top = terms.reduce((a, b) => maximum(a, b));
  return add(top, log(terms.map((term) => exp(sub(term, top))).reduce((a, b) => add(a, b))));
}

/** Columns moved to the right by `by`; what comes in is `NEVER`. */
function shifted(x: Tensor2D, by: number): Tensor2D {
  const [rows, columns] = x.shape;
  return concat([fill([rows, by], NEVER), slice(x, [0, 0], [rows, columns - by])], 1);
}

/**
 * Connectionist temporal classification (A. Graves et al., ICML 2006): −log of the probability that the frames' symbols, repeats
 * merged and blanks dropped, spell the label. `yPred`: logits `[batch, frames, symbols + 1]`, the last one the blank;
 * `yTrue`: symbols `[batch, length]`, short ones filled up with −1. All frames count. A label that its frames cannot spell has
 * a loss of about 1e30 and no gradient. The forward recursion is unrolled over frames, so it compiles as one graph.
 */
export const ctc =
  (_options: Extract<LossOptions, { kind: 'ctc' }>): LossFunction =>
  (yTrue, yPred) => {
    const [batch = 0, frames = 0, symbols = 1] = yPred.shape;
    const blank = symbols - 1;
    const labels = reshape(cast(yTrue, 'int32'), [batch, -1]) as Tensor2D;
    const length = labels.shape[1];
    const isSymbol = cast(greaterEqual(labels, 0), 'int32');
    // Fillings become blanks: no path has to spell them.
    const spelt = cast(add(mul(labels, isSymbol), mul(sub(1, isSymbol), blank)), 'int32');
    const blanks = fill([batch, length], blank, 'int32');
    const places = concat(
      [reshape(stack([blanks, spelt], 2), [batch, 2 * length]), fill([batch, 1], blank, 'int32')],
      1,
    );
    const hits = oneHot(places as never, symbols, 1, 0, 'float32') as Tensor;
    const logP = matMul(logSoftmax(yPred), hits, false, true);
    const at = (frame: number) =>
      reshape(slice(logP, [0, frame, 0], [batch, 1, -1]), [batch, -1]) as Tensor2D;
    const width = 2 * length + 1;
    // A symbol may follow the one before it without a blank, unless they are equal.
    const before = concat([fill([batch, 2], blank, 'int32'), slice(places, [0, 0], [batch, width - 2])], 1);
    const mayJump = mul(cast(notEqual(places, blank), 'float32'), cast(notEqual(places, before), 'float32'));
    const barred = mul(NEVER, sub(1, mayJump));
    const start = concat([fill([batch, 2], 0), fill([batch, width - 2], NEVER)], 1);
    let alpha = maximum(add(at(0), start), NEVER) as Tensor2D;
    for (let frame = 1; frame < frames; frame += 1) {
      const jump = maximum(add(shifted(alpha, 2), barred), NEVER);
      alpha = maximum(add(logAdd(alpha, shifted(alpha, 1), jump), at(frame)), NEVER) as Tensor2D;
    }
    const last = reshape(mul(2, sum(isSymbol, 1)), [-1]) as Tensor1D;
    const final = (place: Tensor1D): Tensor =>
      sum(mul(alpha, cast(oneHot(cast(place, 'int32'), width), 'float32')), 1);
    const ends = logAdd(final(last), final(maximum(sub(last, 1), 0) as Tensor1D));
    // Of an empty label both ends are the same one, counted twice.
    const twice = cast(notEqual(last, 0), 'float32');
    return neg(sub(ends, mul(Math.LN2, sub(1, twice)))) as Tensor1D;
  };
