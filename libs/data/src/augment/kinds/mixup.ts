import type { AugmentationOf } from '../augmentation.js';
import { symmetricBeta } from '../beta.js';

/** λ·sample + (1 − λ)·partner, labels alike (Zhang et al., "mixup: Beyond empirical risk minimization", 2018). */
export const mixup: AugmentationOf<'mixup'> = {
  takes: 'any',
  draw({ alpha }, random, { samples }) {
    const own = symmetricBeta(random, alpha);
    return [
      {
        does: 'mix',
        partner: random.below(samples),
        mix(x, partner) {
          for (let at = 0; at < x.length; at++)
            x[at] = own * (x[at] as number) + (1 - own) * (partner[at] as number);
          return own;
        },
      },
    ];
  },
};
