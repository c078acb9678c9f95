import { BEFORE_CLASSES, PRIOR_COLUMNS } from '@ringmaster/data';
import { add, maximum, mul, slice, sub, type Tensor } from '@tensorflow/tfjs-core';
import type { Corners } from './corners.js';
import { held } from './held.js';

/** The columns of a detector's rows `[batch, priors, columns]`, as libs/data describes them. */
export interface DetectorOutput {
  /** Four numbers that move the prior: `[batch, priors, 4]`. */
  readonly box: Tensor;
  /** Of the background (or of an object), then of each class: `[batch, priors, 1 + classes]`. */
  readonly logits: Tensor;
  /** `[batch, priors, 6]`; constants. */
  readonly prior: Tensor;
}

/** Columns `from` to `from + count − 1` of the last axis of `[batch, rows, columns]`. */
export const columnsOf = (rows: Tensor, from: number, count = 1): Tensor =>
  slice(rows, [0, 0, from], [-1, -1, count]);

export function detectorOutput(rows: Tensor): DetectorOutput {
  const columns = rows.shape.at(-1) ?? 0;
  const logits = columns - BEFORE_CLASSES - PRIOR_COLUMNS + 1;
  return {
    box: columnsOf(rows, 0, 4),
    logits: columnsOf(rows, BEFORE_CLASSES - 1, logits),
    prior: held(rows, (all) => columnsOf(all, columns - PRIOR_COLUMNS, PRIOR_COLUMNS)),
  };
}

/** Centres and sizes of boxes, of shapes that broadcast against each other. */
export interface Centred {
  readonly cx: Tensor;
  readonly cy: Tensor;
  readonly w: Tensor;
  readonly h: Tensor;
}

/** Each `[batch, priors, 1]`. */
export const centredPriors = (prior: Tensor): Centred => ({
  cx: columnsOf(prior, 0),
  cy: columnsOf(prior, 1),
  w: columnsOf(prior, 2),
  h: columnsOf(prior, 3),
});

/** Of label rows `[batch, priors, 6]`, whose first columns are corners: each `[batch, priors, 1]`. */
export const centredBoxes = (boxes: Tensor): Centred =>
  toCentred({
    x1: columnsOf(boxes, 0),
    y1: columnsOf(boxes, 1),
    x2: columnsOf(boxes, 2),
    y2: columnsOf(boxes, 3),
  });

/** Sides, in images, that a logarithm can be taken of: rows without a box have none. */
export const boxSide = (side: Tensor): Tensor => maximum(side, 1e-6);

export const toCorners = ({ cx, cy, w, h }: Centred): Corners => ({
  x1: sub(cx, mul(0.5, w)),
  y1: sub(cy, mul(0.5, h)),
  x2: add(cx, mul(0.5, w)),
  y2: add(cy, mul(0.5, h)),
});

export const toCentred = ({ x1, y1, x2, y2 }: Corners): Centred => ({
  cx: mul(0.5, add(x1, x2)),
  cy: mul(0.5, add(y1, y2)),
  w: sub(x2, x1),
  h: sub(y2, y1),
});
