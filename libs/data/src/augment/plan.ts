import type { AugmentSpec } from '@ringmaster/contracts';
import { rng } from '@ringmaster/core';
import type { Augmentation, DrawContext, Operation, Plane } from './augmentation.js';
import { AUGMENTATIONS } from './registry.js';

/** Which draw of randomness this is. Equal keys augment equally, on any worker, in any batch. */
export interface AugmentKey {
  readonly seed: number;
  readonly epoch: number;
  /** Sample id within the training split. */
  readonly id: number;
}

/** Keeps augmentation apart from the other uses of a job's seed. */
const AUGMENT_STREAM = 0xa06;
/** Whether an augmentation is applied is drawn apart from how, so that a probability does not move the other draws. */
const WHETHER = 1;

/** An entry of the registry, for specs of its own kind. */
export const augmentationOf = ({ kind }: AugmentSpec): Augmentation => AUGMENTATIONS[kind] as Augmentation;

/** What the entry at `index` of the document's list does to a sample in an epoch. */
export function planOf(
  spec: AugmentSpec,
  index: number,
  { seed, epoch, id, context }: AugmentKey & { readonly context: DrawContext },
): readonly Operation[] {
  const { probability } = spec;
  if (probability !== undefined && probability < 1) {
    const whether = rng(seed, AUGMENT_STREAM, index, epoch, id, WHETHER).uniform();
    if (whether >= probability) return [];
  }
  return augmentationOf(spec).draw(spec, rng(seed, AUGMENT_STREAM, index, epoch, id), context);
}

/** A sample's values as a plane; what is no image of rows, columns and channels is one row. */
export function planeOf(shape: readonly number[]): Plane {
  const [rows, columns, channels] = shape;
  if (shape.length === 3) return { rows, columns, channels } as Plane;
  return { rows: 1, columns: shape.reduce((product, dim) => product * dim, 1), channels: 1 };
}
