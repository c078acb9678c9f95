import { LOSS_LABELS, type MetricOptions } from '@ringmaster/contracts';
import {
  add,
  cast,
  equal,
  greater,
  lessEqual,
  mul,
  oneHot,
  range,
  reshape,
  sum,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { Metric } from '../ports/graph-parts.js';
import { counted } from './counted.js';
import type { MetricContext } from './metric-context.js';

/** Share of elements whose class is among the k largest outputs. Ties: lower classes come first, as in `accuracy`. */
export function topKAccuracy(
  { k }: Extract<MetricOptions, { kind: 'topKAccuracy' }>,
  { loss, mask, refuse }: MetricContext,
): Metric {
  if (LOSS_LABELS[loss.kind] !== 'classNumbers')
    throw refuse(`it needs class numbers, which ${loss.kind} does not take`);
  return {
    width: 2,
    names: [`top${k}Accuracy`],
    fetch: (batch) => {
      const [predicted] = batch.outputs as readonly [Tensor];
      const classes = predicted.shape.at(-1) ?? 1;
      const logits = reshape(predicted, [-1, classes]);
      const labels = cast(reshape(batch.y, [-1]), 'int32') as Tensor1D;
      const own = sum(mul(logits, cast(oneHot(labels, classes), 'float32')), -1, true);
      const isLower = cast(greater(reshape(labels, [-1, 1]), range(0, classes, 1, 'int32')), 'float32');
      const ahead = add(
        cast(greater(logits, own), 'float32'),
        mul(isLower, cast(equal(logits, own), 'float32')),
      );
      const hits = cast(lessEqual(sum(ahead, -1), k - 1), 'float32');
      return [counted(reshape(hits, batch.y.shape), mask(batch))];
    },
    finish: ([right = 0, all = 0]) => ({ [`top${k}Accuracy`]: right / all }),
  };
}
