import { magnify } from '../affine.js';
import type { AugmentationOf } from '../augmentation.js';

/** The middle of the image at the size of the whole one. */
export const centreCrop: AugmentationOf<'centreCrop'> = {
  takes: 'image',
  moves: true,
  draw: ({ fraction }, _random, context) => [
    { does: 'warp', from: magnify(context, 1 / fraction), border: 'edge' },
  ],
};
