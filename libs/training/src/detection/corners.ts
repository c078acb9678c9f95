import { add, div, maximum, minimum, mul, relu, sub, type Tensor } from '@tensorflow/tfjs-core';

/** Edges of boxes, of shapes that broadcast against each other. */
export interface Corners {
  readonly x1: Tensor;
  readonly y1: Tensor;
  readonly x2: Tensor;
  readonly y2: Tensor;
}

/** Keeps boxes without area, and centres in one place, from dividing by 0. */
export const EPSILON = 1e-7;

export const width = ({ x1, x2 }: Corners): Tensor => sub(x2, x1);
export const height = ({ y1, y2 }: Corners): Tensor => sub(y2, y1);
export const area = (box: Corners): Tensor => mul(relu(width(box)), relu(height(box)));

export const common = (a: Corners, b: Corners): Corners => ({
  x1: maximum(a.x1, b.x1),
  y1: maximum(a.y1, b.y1),
  x2: minimum(a.x2, b.x2),
  y2: minimum(a.y2, b.y2),
});

export const unionOf = (a: Corners, b: Corners, shared: Tensor): Tensor => sub(add(area(a), area(b)), shared);

/** Intersection over union, elementwise; 0 where both are empty. */
export function intersectionOverUnion(a: Corners, b: Corners): Tensor {
  const shared = area(common(a, b));
  return div(shared, add(unionOf(a, b, shared), EPSILON));
}
