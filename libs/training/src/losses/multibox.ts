import type { LossOptions } from '@ringmaster/contracts';
import { SSD_VARIANCES } from '@ringmaster/data';
import {
  abs,
  add,
  cast,
  concat,
  div,
  exp,
  greaterEqual,
  log,
  logSoftmax,
  matMul,
  maximum,
  minimum,
  mul,
  neg,
  pow,
  reshape,
  round,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  topk,
} from '@tensorflow/tfjs-core';
import {
  boxSide,
  centredBoxes,
  centredPriors,
  columnsOf,
  detectorOutput,
} from '../detection/detector-output.js';
import { hotRows } from '../detection/hot-rows.js';
import { held } from '../detection/held.js';
import { inCrowd, matchByOverlap, truthsOf } from '../detection/matching.js';
import type { LossFunction } from '../ports/graph-parts.js';

type Options = Extract<LossOptions, { kind: 'multibox' }>;

/** As in `focal`: float32 knows no 1 − p between 0 and this. */
const LEAST_DOUBT = 5e-8;

/** Offsets that move the priors onto boxes `[batch, priors, 6]` of labels: `[batch, priors, 4]`. */
function offsets(prior: Tensor, boxes: Tensor): Tensor {
  const own = centredPriors(prior);
  const box = centredBoxes(boxes);
  const moved = (axis: 'cx' | 'cy', by: 'w' | 'h'): Tensor =>
    div(sub(box[axis], own[axis]), mul(SSD_VARIANCES.centre, boxSide(own[by])));
  const sized = (by: 'w' | 'h'): Tensor =>
    div(log(div(boxSide(box[by]), boxSide(own[by]))), SSD_VARIANCES.size);
  return concat([moved('cx', 'w'), moved('cy', 'h'), sized('w'), sized('h')], 2);
}

/** Smooth L1: ½·e² up to 1, then |e| − ½. Summed over the last axis. */
function smoothL1(error: Tensor): Tensor {
  const size = abs(error);
  const quadratic = minimum(size, 1);
  return sum(add(mul(0.5, square(quadratic)), sub(size, quadratic)), -1);
}

/** What priors are there for, `[batch, priors]` each: 1 for those that find a box, and for those that find nothing. */
interface Roles {
  readonly found: Tensor;
  readonly background: Tensor;
}

/** 1 for the `ratio`·found priors of the background with the largest losses, `[batch, priors]`; `ratio` where none is found. */
const hardest = (losses: Tensor, { found, background }: Roles, ratio: number): Tensor =>
  held(losses, (values) => {
    const own = mul(values, background);
    const priors = own.shape[1] ?? 1;
    const wanted = minimum(round(mul(ratio, maximum(sum(found, 1, true), 1))), priors);
    const sorted = topk(own, priors, true).values;
    const last = hotRows(reshape(sub(wanted, 1), [-1]), priors);
    const least = sum(mul(sorted, last), 1, true);
    return mul(background, cast(greaterEqual(own, least), 'float32'));
  });

/**
 * The loss of SSD (W. Liu et al., ECCV 2016, section 2.2): smooth L1 of the offsets of priors that are matched with a box, and
 * the cross-entropy of their classes and of the background's priors, divided by how many are matched (at least 1). Of the
 * background only the `ratio` hardest for each matched prior count, or all of them by the focal loss (T.-Y. Lin et al.,
 * ICCV 2017; here of the softmax). Priors in a crowd count for nothing. `yTrue` `[batch, boxes, 6]` and `yPred`
 * `[batch, priors, 4 + 1 + classes + 6]`: as libs/data describes them; matching and mining are part of the graph.
 */
export const multibox =
  ({ overlap, classification, boxWeight }: Options): LossFunction =>
  (yTrue, yPred) => {
    const { box, logits, prior } = detectorOutput(yPred);
    const truths = truthsOf(yTrue);
    const matches = held(prior, (own) => matchByOverlap(own, truths, overlap));
    const found = sum(matches, 2);
    const boxes = matMul(matches, truths.rows);
    const crowded = reshape(
      held(prior, (own) => inCrowd(own, truths)),
      found.shape,
    );
    const background = mul(sub(1, found), sub(1, crowded));

    const labels = mul(found, add(reshape(columnsOf(boxes, 4), found.shape), 1));
    const classes = logits.shape[2] ?? 1;
    const hot = hotRows(round(labels), classes);
    const logP = sum(mul(hot, logSoftmax(logits)), 2);
    const counted = (weights: Tensor): Tensor => add(found, weights);
    const classLosses =
      classification.kind === 'focal'
        ? mul(
            mul(pow(maximum(sub(1, exp(logP)), LEAST_DOUBT), classification.gamma), neg(logP)),
            counted(background),
          )
        : mul(neg(logP), counted(hardest(neg(logP), { found, background }, classification.ratio)));
    const boxLosses = mul(smoothL1(sub(box, offsets(prior, boxes))), found);
    const total = sum(add(classLosses, mul(boxWeight, boxLosses)), 1);
    return div(total, maximum(sum(found, 1), 1)) as Tensor1D;
  };
