import { type AugmentationOf, spread } from '../augmentation.js';
import { meanLuma, stretch } from '../colour.js';

/** Away from the image's mean luma, or towards it. Not clipped. */
export const contrast: AugmentationOf<'contrast'> = {
  takes: 'image',
  draw({ factor }, random) {
    const strength = 1 + spread(random, factor);
    return [{ does: 'paint', paint: (x, plane) => stretch(x, meanLuma(x, plane), strength) }];
  },
};
