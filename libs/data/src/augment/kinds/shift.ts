import { translation } from '../affine.js';
import type { AugmentationOf } from '../augmentation.js';

/** By whole pixels up to `pixels`, each distance as likely as the others; zeros come in. */
export const shift: AugmentationOf<'shift'> = {
  takes: 'image',
  moves: true,
  draw({ pixels }, random) {
    const reach = 2 * pixels + 1;
    const [down, right] = [random.below(reach) - pixels, random.below(reach) - pixels];
    return [{ does: 'warp', from: translation(down, right), border: 'zero' }];
  },
};
