import { translation } from '../affine.js';
import type { AugmentationOf } from '../augmentation.js';

/** Pads and cuts back: each of the (2·padding + 1)² places is as likely. */
export const crop: AugmentationOf<'crop'> = {
  takes: 'image',
  moves: true,
  draw({ padding, fill }, random) {
    const places = 2 * padding + 1;
    const [down, right] = [random.below(places) - padding, random.below(places) - padding];
    return [{ does: 'warp', from: translation(down, right), border: fill }];
  },
};
