import type { LossOptions } from '@ringmaster/contracts';
import { LARGEST_LOG_SIZE } from '@ringmaster/data';
import {
  add,
  cast,
  div,
  exp,
  lessEqual,
  log,
  logSoftmax,
  matMul,
  max,
  minimum,
  mul,
  neg,
  reshape,
  round,
  sigmoid,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import { intersectionOverUnion } from '../detection/corners.js';
import {
  boxSide,
  centredBoxes,
  centredPriors,
  columnsOf,
  type DetectorOutput,
  detectorOutput,
  toCorners,
} from '../detection/detector-output.js';
import { hotRows } from '../detection/hot-rows.js';
import { held } from '../detection/held.js';
import { inCrowd, matchByCell, type Truths, truthsOf } from '../detection/matching.js';
import type { LossFunction } from '../ports/graph-parts.js';

type Options = Extract<LossOptions, { kind: 'yolo' }>;

/** Of the predicted boxes with all labelled ones, `[batch, priors, boxes]`. */
function overlapsOf({ box, prior }: DetectorOutput, { corners, wanted }: Truths): Tensor {
  const own = centredPriors(prior);
  const place = (axis: 0 | 1): Tensor =>
    add(
      axis === 0 ? own.cx : own.cy,
      mul(sub(sigmoid(columnsOf(box, axis)), 0.5), columnsOf(prior, 4 + axis)),
    );
  const side = (axis: 0 | 1): Tensor =>
    mul(axis === 0 ? own.w : own.h, exp(minimum(columnsOf(box, 2 + axis), LARGEST_LOG_SIZE)));
  const predicted = toCorners({ cx: place(0), cy: place(1), w: side(0), h: side(1) });
  return mul(intersectionOverUnion(predicted, corners), wanted);
}

/** Squared errors of place in the cell and logarithmic size, `[batch, priors]`, of rows matched with a box `[…, 6]`. */
function boxErrors({ box, prior }: DetectorOutput, boxes: Tensor): Tensor {
  const own = centredPriors(prior);
  const { cx, cy, w, h } = centredBoxes(boxes);
  const place = (from: Tensor, to: Tensor, axis: 0 | 1): Tensor =>
    sub(sigmoid(columnsOf(box, axis)), add(div(sub(to, from), boxSide(columnsOf(prior, 4 + axis))), 0.5));
  const size = (from: Tensor, to: Tensor, axis: 0 | 1): Tensor =>
    sub(columnsOf(box, 2 + axis), log(div(boxSide(to), boxSide(from))));
  const errors = [place(own.cx, cx, 0), place(own.cy, cy, 1), size(own.w, w, 0), size(own.h, h, 1)];
  return reshape(
    errors.map(square<Tensor>).reduce((a, b) => add(a, b)),
    [-1, prior.shape[1] ?? 1],
  );
}

/**
 * The loss of YOLOv2 (J. Redmon, A. Farhadi, "YOLO9000", CVPR 2017), summed over an image's priors: squared errors of place and
 * logarithmic size, of the objectness against the IoU that the predicted box has, and the cross-entropy of the class, where a
 * prior is matched with a box; elsewhere the squared objectness, but for boxes that overlap some labelled one by more than
 * `ignore`, and in crowds. `yTrue` `[batch, boxes, 6]` and `yPred` `[batch, priors, 4 + 1 + classes + 6]`: as libs/data
 * describes them; the matching is part of the graph.
 */
export const yolo =
  ({ ignore, coordinates, background }: Options): LossFunction =>
  (yTrue, yPred) => {
    const output = detectorOutput(yPred);
    const truths = truthsOf(yTrue);
    const matches = held(output.prior, (prior) => matchByCell(prior, truths));
    const found = sum(matches, 2);
    const boxes = matMul(matches, truths.rows);

    const own = held(yPred, (rows) => sum(mul(overlapsOf(detectorOutput(rows), truths), matches), 2));
    const isFar = held(yPred, (rows) =>
      cast(lessEqual(max(overlapsOf(detectorOutput(rows), truths), 2), ignore), 'float32'),
    );
    const crowded = held(output.prior, (prior) => inCrowd(prior, truths));
    const empty = mul(mul(sub(1, found), isFar), sub(1, reshape(crowded, found.shape)));

    const object = sigmoid(reshape(columnsOf(output.logits, 0), found.shape));
    const classes = (output.logits.shape[2] ?? 1) - 1;
    const label = round(reshape(columnsOf(boxes, 4), found.shape));
    const hot = hotRows(label, classes);
    const logP = sum(mul(hot, logSoftmax(slice(output.logits, [0, 0, 1], [-1, -1, classes]))), 2);

    const ofBoxes = add(mul(coordinates, boxErrors(output, boxes)), add(square(sub(object, own)), neg(logP)));
    const ofBackground = mul(background, mul(empty, square(object)));
    return sum(add(mul(found, ofBoxes), ofBackground), 1) as Tensor1D;
  };
