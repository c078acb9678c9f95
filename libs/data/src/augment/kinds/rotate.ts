import { turn } from '../affine.js';
import { type AugmentationOf, spread } from '../augmentation.js';

/** By up to `degrees` in each direction, around the middle. */
export const rotate: AugmentationOf<'rotate'> = {
  takes: 'image',
  moves: true,
  draw: ({ degrees, fill }, random, context) => [
    { does: 'warp', from: turn(context, spread(random, degrees)), border: fill },
  ],
};
