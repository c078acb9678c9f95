import type { LossOptions } from '@ringmaster/contracts';
import {
  div,
  eye,
  logSumExp,
  matMul,
  maximum,
  mul,
  neg,
  reshape,
  sub,
  sum,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';
import { elementsOf } from './mean-per-sample.js';
import { sameLabel, unitRows } from './pairs.js';

/** A logit that no exponential survives. */
const NEVER = 1e9;

/**
 * InfoNCE over a batch, with cosines of embeddings as logits (A. van den Oord et al., 2018): each sample has to find those of its
 * own label among all others, −mean over them of log softmax(cos/τ). Labels that name the pair that two views come from make
 * it NT-Xent (T. Chen et al., "SimCLR", ICML 2020); class numbers make it the supervised one (P. Khosla et al., NeurIPS 2020).
 * A sample without a partner costs nothing. Only samples of one logical shard (with `accumulate`, of one micro-batch) meet:
 * the loss depends on `training.shards`, and not on the number of workers.
 */
export const contrastive =
  ({ temperature }: Extract<LossOptions, { kind: 'contrastive' }>): LossFunction =>
  (yTrue, yPred) => {
    const rows = unitRows(reshape(yPred, [-1, elementsOf(yPred)]));
    const others = sub(
      div(matMul(rows, rows, false, true), temperature),
      mul(NEVER, eye(rows.shape[0] ?? 0)),
    );
    const logP = sub(others, logSumExp(others, -1, true));
    const partners = sameLabel(yTrue);
    const count = sum(partners, -1);
    return neg(div(sum(mul(partners, logP), -1), maximum(count, 1))) as Tensor1D;
  };
