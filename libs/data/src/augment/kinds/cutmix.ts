import type { AugmentationOf } from '../augmentation.js';
import { symmetricBeta } from '../beta.js';

/** A rectangle of 1 − λ of the area, cut at the edges, comes from the partner (Yun et al., "CutMix", 2019). */
export const cutmix: AugmentationOf<'cutmix'> = {
  takes: 'image',
  draw({ alpha }, random, { rows, columns, samples }) {
    const side = Math.sqrt(1 - symmetricBeta(random, alpha));
    const cut = (length: number): readonly [number, number] => {
      const [middle, half] = [random.below(length), Math.round((side * length) / 2)];
      return [Math.max(0, middle - half), Math.min(length, middle + half)];
    };
    const [[top, bottom], [left, right]] = [cut(rows), cut(columns)];
    return [
      {
        does: 'mix',
        partner: random.below(samples),
        mix(x, partner, { channels }) {
          for (let row = top; row < bottom; row++) {
            const [start, end] = [(row * columns + left) * channels, (row * columns + right) * channels];
            x.set(partner.subarray(start, end), start);
          }
          return 1 - ((bottom - top) * (right - left)) / (rows * columns);
        },
      },
    ];
  },
};
