import { zoomInto } from '../affine.js';
import { type AugmentationOf, between } from '../augmentation.js';

/** Rectangles that were too wide or too high are drawn again so many times; then the whole image is taken. */
const TRIES = 10;

/**
 * A rectangle of random area and, on a logarithmic scale, of random proportions (Szegedy et al., "Going deeper with
 * convolutions", 2015).
 */
export const resizedCrop: AugmentationOf<'resizedCrop'> = {
  takes: 'image',
  moves: true,
  draw({ area, ratio }, random, context) {
    const logRatio = [Math.log(ratio[0]), Math.log(ratio[1])] as const;
    for (let tries = 0; tries < TRIES; tries++) {
      const share = between(random, area);
      const proportion = Math.exp(between(random, logRatio));
      const [width, height] = [Math.sqrt(share * proportion), Math.sqrt(share / proportion)];
      if (width > 1 || height > 1) continue;
      const cut = {
        ...{ height: height * context.rows, width: width * context.columns },
        top: random.uniform() * (1 - height) * context.rows,
        left: random.uniform() * (1 - width) * context.columns,
      };
      return [{ does: 'warp', from: zoomInto(context, cut), border: 'edge' }];
    }
    return [];
  },
};
