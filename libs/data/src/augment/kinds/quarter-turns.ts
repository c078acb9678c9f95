import { turn } from '../affine.js';
import type { AugmentationOf } from '../augmentation.js';

/** 0, 90, 180 or 270 degrees: a permutation of pixels. */
export const quarterTurns: AugmentationOf<'quarterTurns'> = {
  takes: 'square',
  moves: true,
  draw: (_spec, random, context) => [
    { does: 'warp', from: turn(context, 90 * random.below(4)), border: 'zero' },
  ],
};
