import { type AugmentationOf, spread } from '../augmentation.js';
import { stretch } from '../colour.js';

/** Values are not clipped: they are normalised next, and 1 is only a convention of image files. */
export const brightness: AugmentationOf<'brightness'> = {
  takes: 'image',
  draw({ factor }, random) {
    const strength = 1 + spread(random, factor);
    return [{ does: 'paint', paint: (x) => stretch(x, 0, strength) }];
  },
};
