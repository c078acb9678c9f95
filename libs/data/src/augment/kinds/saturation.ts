import { type AugmentationOf, spread } from '../augmentation.js';
import { saturate } from '../colour.js';

/** Away from each pixel's own grey, or towards it; luma stays. Not clipped. */
export const saturation: AugmentationOf<'saturation'> = {
  takes: 'rgb',
  draw({ factor }, random) {
    const strength = 1 + spread(random, factor);
    return [{ does: 'paint', paint: (x) => saturate(x, strength) }];
  },
};
