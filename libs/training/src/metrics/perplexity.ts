import { LOSS_LABELS } from '@ringmaster/contracts';
import { cast, mul, onesLike, reshape, stack, sum, type Tensor } from '@tensorflow/tfjs-core';
import { elementsOf } from '../losses/mean-per-sample.js';
import { sparseCrossentropies } from '../losses/sparse-categorical-crossentropy.js';
import type { Metric } from '../ports/graph-parts.js';
import type { MetricContext } from './metric-context.js';

/** exp of the mean negative log-likelihood of all tokens that count, in nats: over the whole split, not a mean of means. */
export function perplexity(_options: object, { loss, mask, refuse }: MetricContext): Metric {
  if (LOSS_LABELS[loss.kind] !== 'classNumbers')
    throw refuse(`it needs class numbers as labels, which ${loss.kind} does not take`);
  return {
    width: 2,
    names: ['perplexity'],
    fetch: (batch) => {
      const [predicted] = batch.outputs as readonly [Tensor];
      const values = sparseCrossentropies(batch.y, predicted, 0);
      const flat = reshape(values, [-1, elementsOf(values)]);
      const weights = mask(batch);
      const counted = weights ? reshape(cast(weights, 'float32'), flat.shape) : onesLike(flat);
      return [stack([sum(mul(flat, counted), 1), sum(counted, 1)], 1)];
    },
    finish: ([nats = 0, counted = 0]) => ({ perplexity: Math.exp(nats / counted) }),
  };
}
