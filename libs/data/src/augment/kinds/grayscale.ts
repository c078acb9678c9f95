import type { AugmentationOf } from '../augmentation.js';
import { saturate } from '../colour.js';

/** Three equal channels, each the luma. */
export const grayscale: AugmentationOf<'grayscale'> = {
  takes: 'rgb',
  draw: () => [{ does: 'paint', paint: (x) => saturate(x, 0) }],
};
