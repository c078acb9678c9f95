import {
  add,
  cast,
  div,
  equal,
  eye,
  mul,
  reshape,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  transpose,
  matMul,
} from '@tensorflow/tfjs-core';

/** Of a row of zeros: it stays one. */
const EPSILON = 1e-12;

/** Rows of length 1. */
export const unitRows = (rows: Tensor): Tensor => div(rows, sqrt(add(sum(square(rows), -1, true), EPSILON)));

/** 1 where two different samples of the batch have the same label, `[batch, batch]`. */
export function sameLabel(labels: Tensor): Tensor {
  const column = cast(reshape(labels, [-1, 1]), 'int32');
  const same = cast(equal(column, transpose(column)), 'float32');
  return mul(same, sub(1, eye(column.shape[0])));
}

/** Squared Euclidean distances of rows, `[batch, batch]`. */
export function squaredDistances(rows: Tensor): Tensor {
  const squares = sum(square(rows), -1, true);
  const products = matMul(rows, rows, false, true);
  return sub(add(squares, transpose(squares)), mul(2, products));
}
