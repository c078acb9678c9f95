import { type LabelKind, LOSS_LABELS } from '@ringmaster/contracts';
import { argMax, cast, equal, greater, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { counted } from './counted.js';
import type { MetricContext } from './metric-context.js';
import type { Metric } from '../ports/graph-parts.js';

/** 1 where the prediction is right, for each element of `[batch, …]`. */
const HITS: Readonly<Record<LabelKind, ((y: Tensor, predicted: Tensor) => Tensor) | undefined>> = {
  /** Ties: the lowest class. */
  classNumbers: (y, predicted) => {
    const found = argMax(predicted, -1);
    return equal(found, cast(reshape(y, found.shape), 'int32'));
  },
  probabilities: (y, predicted) => equal(argMax(predicted, -1), argMax(y, -1)),
  /** Logits are compared with 0, labels with one half. */
  binary: (y, predicted) =>
    equal(greater(predicted, 0), greater(reshape(cast(y, 'float32'), predicted.shape), 0.5)),
  numbers: undefined,
  groups: undefined,
  symbols: undefined,
  boxes: undefined,
};

/** Share of elements (samples, tokens, pixels, outputs) whose class is found; masked ones do not count. */
export function accuracy(_options: object, { loss, mask, refuse }: MetricContext): Metric {
  const hits = HITS[LOSS_LABELS[loss.kind]];
  if (!hits) throw refuse(`with ${loss.kind} outputs are not logits of the labels' classes`);
  return {
    width: 2,
    names: ['accuracy'],
    fetch: (batch) => {
      const [predicted] = batch.outputs as readonly [Tensor];
      const right = cast(hits(batch.y, predicted), 'float32');
      return [counted(right, mask(batch))];
    },
    finish: ([right = 0, all = 0]) => ({ accuracy: right / all }),
  };
}
