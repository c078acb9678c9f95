import type { LossOptions } from '@ringmaster/contracts';
import {
  add,
  atan,
  cast,
  div,
  maximum,
  minimum,
  mul,
  reshape,
  square,
  sub,
  type Tensor,
  unstack,
} from '@tensorflow/tfjs-core';
import { area, common, type Corners, EPSILON, height, unionOf, width } from '../detection/corners.js';
import type { LossFunction } from '../ports/graph-parts.js';
import { meanPerSample } from './mean-per-sample.js';

type Variant = Extract<LossOptions, { kind: 'iou' }>['variant'];

function boxes(of: Tensor): Corners {
  const [x1, y1, x2, y2] = unstack(reshape(cast(of, 'float32'), [-1, 4]), 1) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  return { x1, y1, x2, y2 };
}

const hull = (a: Corners, b: Corners): Corners => ({
  x1: minimum(a.x1, b.x1),
  y1: minimum(a.y1, b.y1),
  x2: maximum(a.x2, b.x2),
  y2: maximum(a.y2, b.y2),
});

/** Squared distance of the centres ÷ squared diagonal of the hull. */
function distance(a: Corners, b: Corners): Tensor {
  const outer = hull(a, b);
  const dx = mul(0.5, sub(add(a.x1, a.x2), add(b.x1, b.x2)));
  const dy = mul(0.5, sub(add(a.y1, a.y2), add(b.y1, b.y2)));
  return div(add(square(dx), square(dy)), add(add(square(width(outer)), square(height(outer))), EPSILON));
}

/** How unlike the aspect ratios are: v·α of CIoU; α is a weight, as in the paper, but its gradient is let through. */
function aspect(a: Corners, b: Corners, iou: Tensor): Tensor {
  const angle = (box: Corners): Tensor => atan(div(width(box), add(height(box), EPSILON)));
  const v = mul(4 / Math.PI ** 2, square(sub(angle(a), angle(b))));
  return mul(v, div(v, add(add(sub(1, iou), v), EPSILON)));
}

/**
 * 1 − IoU of boxes (x1, y1, x2, y2), plus what the variant adds: GIoU the share of the hull that neither fills (H. Rezatofighi
 * et al., CVPR 2019), DIoU the distance of the centres, CIoU that and the aspect ratios (Z. Zheng et al., AAAI 2020). The
 * mean over a sample's boxes. `yTrue` and `yPred`: `[batch, …, 4]`.
 */
export const iou =
  ({ variant }: { readonly variant: Variant }): LossFunction =>
  (yTrue, yPred, mask) => {
    const [a, b] = [boxes(yPred), boxes(yTrue)];
    const shared = area(common(a, b));
    const union = unionOf(a, b, shared);
    const overlap: Tensor = div(shared, add(union, EPSILON));
    const outer = area(hull(a, b));
    const extra: Readonly<Record<Variant, () => Tensor | undefined>> = {
      iou: () => undefined,
      giou: () => div(sub(outer, union), add(outer, EPSILON)),
      diou: () => distance(a, b),
      ciou: () => add(distance(a, b), aspect(a, b, overlap)),
    };
    const more = extra[variant]();
    const losses = more ? add(sub(1, overlap), more) : sub(1, overlap);
    return meanPerSample(reshape(losses, yPred.shape.slice(0, -1)), mask);
  };
