import type { AugmentationOf } from '../augmentation.js';

/** Independent normal noise. */
export const noise: AugmentationOf<'noise'> = {
  takes: 'any',
  draw: ({ std }, random) => [
    {
      does: 'paint',
      paint: (x) => {
        for (let at = 0; at < x.length; at++) x[at] = (x[at] as number) + std * random.normal();
      },
    },
  ],
};
