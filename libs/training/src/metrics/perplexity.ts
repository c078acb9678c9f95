import { LOSS_LABELS } from '@ringmaster/contracts';
import type { Tensor } from '@tensorflow/tfjs-core';
import { sparseCrossentropies } from '../losses/sparse-categorical-crossentropy.js';
import { counted } from './counted.js';
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
      return [counted(values, mask(batch))];
    },
    finish: ([nats = 0, tokens = 0]) => ({ perplexity: Math.exp(nats / tokens) }),
  };
}
