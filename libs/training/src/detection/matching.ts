import {
  abs,
  add,
  argMax,
  cast,
  div,
  greater,
  greaterEqual,
  max,
  maximum,
  mul,
  reshape,
  sub,
  type Tensor,
  transpose,
} from '@tensorflow/tfjs-core';
import { area, common, type Corners, EPSILON, intersectionOverUnion } from './corners.js';
import { hotRows } from './hot-rows.js';
import { type Centred, centredPriors, columnsOf, toCentred, toCorners } from './detector-output.js';

/** Share of a prior inside a crowd from which it is neither object nor background. */
const CROWDED = 0.5;
/** A prior that is the best one of some box comes before all that only overlap one. */
const FORCED = 2;
/** More than any overlap of shapes: the nearest cell comes first. */
const NEAREST = 100;

/** The labelled boxes of a batch, `[batch, boxes, 6]`, each column as `[batch, 1, boxes]`. */
export interface Truths {
  readonly rows: Tensor;
  readonly corners: Corners;
  /** 1 for a box that is to be found, 0 for a crowd and for a row without a box. */
  readonly wanted: Tensor;
  readonly crowd: Tensor;
}

export function truthsOf(yTrue: Tensor): Truths {
  const rows = cast(yTrue, 'float32');
  const [batch = 0, boxes = 0] = rows.shape;
  const column = (index: number) => reshape(columnsOf(rows, index), [batch, 1, boxes]);
  const isBox = cast(greaterEqual(column(4), 0), 'float32');
  const crowd = mul(isBox, cast(greater(column(5), 0), 'float32'));
  const corners = { x1: column(0), y1: column(1), x2: column(2), y2: column(3) };
  return { rows, corners, wanted: sub(isBox, crowd), crowd };
}

/** 1 at the largest value along an axis of `[batch, priors, boxes]`, the first one of equals. */
function largest(values: Tensor, axis: 1 | 2): Tensor {
  const hot = hotRows(argMax(values, axis), values.shape[axis] ?? 0);
  return axis === 2 ? hot : transpose(hot, [0, 2, 1]);
}

/**
 * SSD's matching, `[batch, priors, boxes]`: 1 where a prior is made to find a box. Each box gets the prior that overlaps it
 * most, and each prior that is still free the box that it overlaps most, at least by `threshold`.
 */
export function matchByOverlap(prior: Tensor, truths: Truths, threshold: number): Tensor {
  const overlaps = mul(intersectionOverUnion(toCorners(centredPriors(prior)), truths.corners), truths.wanted);
  const touching = cast(greater(overlaps, 0), 'float32');
  const scores = add(overlaps, mul(FORCED, mul(largest(overlaps, 1), touching)));
  return mul(largest(scores, 2), cast(greaterEqual(scores, threshold), 'float32'));
}

/**
 * YOLO's matching, `[batch, priors, boxes]`: each box goes to the cell that holds its centre, and there to the prior whose
 * shape, laid over it, has the largest IoU. Of boxes that get the same prior the first one stays.
 */
export function matchByCell(prior: Tensor, { corners, wanted }: Truths): Tensor {
  const own = centredPriors(prior);
  const box = toCentred(corners);
  const away = (axis: 'cx' | 'cy', step: Tensor): Tensor =>
    div(abs(sub(own[axis], box[axis])), maximum(step, EPSILON));
  const cells = maximum(away('cx', columnsOf(prior, 4)), away('cy', columnsOf(prior, 5)));
  const scores = sub(shapeOverlap(own, box), mul(NEAREST, cells));
  const taken = mul(largest(scores, 1), wanted);
  return mul(largest(taken, 2), taken);
}

/** IoU of boxes as if they had one centre. */
function shapeOverlap(a: Centred, b: Centred): Tensor {
  const centred = ({ w, h }: Centred): Corners => {
    const zero = sub(w, w);
    return toCorners({ cx: zero, cy: zero, w, h });
  };
  return intersectionOverUnion(centred(a), centred(b));
}

/** 1 for the priors that lie in a crowd, `[batch, priors, 1]`. */
export function inCrowd(prior: Tensor, { corners, crowd }: Truths): Tensor {
  const own = toCorners(centredPriors(prior));
  const share = mul(div(area(common(own, corners)), add(area(own), EPSILON)), crowd);
  return cast(greater(max(share, 2, true), CROWDED), 'float32');
}
