import { aroundMiddle } from '../affine.js';
import type { AugmentationOf } from '../augmentation.js';

/** A mirror image; how often is the registry's business (`probability`). */
export const flip: AugmentationOf<'flip'> = {
  takes: 'image',
  moves: true,
  draw({ axis }, _random, context) {
    const [rr, cc] = axis === 'horizontal' ? [1, -1] : [-1, 1];
    return [{ does: 'warp', from: aroundMiddle(context, { rr, rc: 0, cr: 0, cc }), border: 'zero' }];
  },
};
