import type { LossOptions } from '@ringmaster/contracts';
import { add, eye, max, mul, neg, relu, reshape, sub, type Tensor1D } from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';
import { elementsOf } from './mean-per-sample.js';
import { sameLabel, squaredDistances, unitRows } from './pairs.js';

/** More than any squared distance of unit vectors. */
const FAR = 1e3;

/**
 * Triplet loss with the hardest pairs of a batch (F. Schroff et al., "FaceNet", CVPR 2015; A. Hermans et al., 2017): for each
 * sample max(0, d⁺ − d⁻ + margin), d the squared distances of unit embeddings to the farthest sample of its label and to the
 * nearest one of another. A sample that lacks either costs nothing. Only samples of one logical shard meet, as in `contrastive`.
 */
export const triplet =
  ({ margin }: Extract<LossOptions, { kind: 'triplet' }>): LossFunction =>
  (yTrue, yPred) => {
    const distances = squaredDistances(unitRows(reshape(yPred, [-1, elementsOf(yPred)])));
    const same = sameLabel(yTrue);
    const other = sub(1, add(same, eye(same.shape[0] ?? 0)));
    const positive = max(sub(distances, mul(FAR, sub(1, same))), -1);
    const negative = neg(max(sub(neg(distances), mul(FAR, sub(1, other))), -1));
    return relu(add(sub(positive, negative), margin)) as Tensor1D;
  };
