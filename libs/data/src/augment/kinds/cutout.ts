import type { AugmentationOf, Plane } from '../augmentation.js';

/** Squares around random pixels become zero; at the edges less of them lies inside (DeVries and Taylor 2017). */
export const cutout: AugmentationOf<'cutout'> = {
  takes: 'image',
  draw({ pixels, count }, random, { rows, columns }) {
    return Array.from({ length: count }, () => {
      const top = random.below(rows) - Math.floor(pixels / 2);
      const left = random.below(columns) - Math.floor(pixels / 2);
      return {
        does: 'paint',
        paint: (x, plane) => blank(x, plane, { top, left, height: pixels, width: pixels }),
      };
    });
  },
};

interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

function blank(x: Float32Array, { rows, columns, channels }: Plane, box: Box): void {
  const [from, to] = [Math.max(0, box.left), Math.min(columns, box.left + box.width)];
  if (to <= from) return;
  for (let row = Math.max(0, box.top); row < Math.min(rows, box.top + box.height); row++)
    x.fill(0, (row * columns + from) * channels, (row * columns + to) * channels);
}
