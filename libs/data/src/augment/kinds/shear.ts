import { slant } from '../affine.js';
import { type AugmentationOf, spread } from '../augmentation.js';

/** Each axis by an angle of its own. */
export const shear: AugmentationOf<'shear'> = {
  takes: 'image',
  moves: true,
  draw({ degrees, fill }, random, context) {
    const slope = () => Math.tan((spread(random, degrees) * Math.PI) / 180);
    return [{ does: 'warp', from: slant(context, { across: slope(), along: slope() }), border: fill }];
  },
};
