import type { ModelContext } from './model.js';

const WHAT = {
  2: { samples: 'images [rows, columns, channels]', element: 'pixel' },
  3: { samples: 'volumes [planes, rows, columns, channels]', element: 'voxel' },
} as const;

/** Why samples of this shape are no volumes whose sides have at least `smallest` voxels, or undefined. */
export const notVolumes = (inputShape: readonly number[], smallest: number): string | undefined =>
  inputShape.length === 4 && inputShape.slice(0, -1).every((side) => side >= smallest)
    ? undefined
    : `takes ${WHAT[3].samples} whose sides have at least ${smallest} voxels`;

/**
 * Why a net that halves the sides `depth` times and puts out a class for each pixel or voxel does not fit, or undefined.
 */
export function notSegmentable(
  { inputShape, labelShape }: Pick<ModelContext, 'inputShape' | 'labelShape'>,
  { dimensions, depth }: { readonly dimensions: 2 | 3; readonly depth: number },
): string | undefined {
  const { samples, element } = WHAT[dimensions];
  const sides = inputShape.slice(0, -1);
  const multiple = 2 ** depth;
  if (sides.length !== dimensions || sides.some((side) => side % multiple !== 0))
    return `takes ${samples} whose sides are multiples of ${multiple}, since model.config.depth is ${depth}`;
  return labelShape === undefined || labelShape.join() === sides.join()
    ? undefined
    : `puts out a class for each ${element}, so it takes labels of shape [${sides.join(', ')}], not [${labelShape.join(', ')}]`;
}
