import { translation } from '../affine.js';
import { type AugmentationOf, spread } from '../augmentation.js';

/** By up to `fraction` of each side. */
export const translate: AugmentationOf<'translate'> = {
  takes: 'image',
  moves: true,
  draw({ fraction, fill }, random, { rows, columns }) {
    const [down, right] = [spread(random, fraction * rows), spread(random, fraction * columns)];
    return [{ does: 'warp', from: translation(down, right), border: fill }];
  },
};
