import { magnify } from '../affine.js';
import { type AugmentationOf, between } from '../augmentation.js';

/** Larger or smaller around the middle, the same along both axes. */
export const scale: AugmentationOf<'scale'> = {
  takes: 'image',
  moves: true,
  draw: ({ factor, fill }, random, context) => [
    { does: 'warp', from: magnify(context, between(random, factor)), border: fill },
  ],
};
