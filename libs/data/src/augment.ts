import type { AugmentSpec } from '@ringmaster/contracts';
import { rng } from '@ringmaster/core';

/** Which draw of randomness this is. Equal keys augment equally, on any worker, in any batch. */
export interface AugmentKey {
  readonly seed: number;
  readonly epoch: number;
  /** Sample id within the training split. */
  readonly id: number;
}

/** Keeps augmentation apart from the other uses of a job's seed. */
const AUGMENT_STREAM = 0xa06;

/** Applies a document's `data.augment` to one raw sample in place, in the document's order. */
export function augment(
  specs: readonly AugmentSpec[],
  sample: { readonly x: Float32Array; readonly shape: readonly number[] },
  key: AugmentKey,
): void {
  specs.forEach((spec, index) => {
    const random = rng(key.seed, AUGMENT_STREAM, index, key.epoch, key.id);
    switch (spec.kind) {
      case 'shift': {
        const reach = 2 * spec.pixels + 1;
        const [down, right] = [random.below(reach) - spec.pixels, random.below(reach) - spec.pixels];
        shiftImage(sample.x, sample.shape, { down, right });
      }
    }
  });
}

/** Moves an image of shape [rows, columns, channels] in place; what comes in from outside is zero. */
export function shiftImage(
  x: Float32Array,
  shape: readonly number[],
  by: { readonly down: number; readonly right: number },
): void {
  const [rows, columns, channels] = shape as [number, number, number];
  const from = x.slice();
  x.fill(0);
  const kept = columns - Math.abs(by.right);
  if (kept <= 0) return;
  const source = Math.max(0, -by.right);
  for (let row = Math.max(0, by.down); row < Math.min(rows, rows + by.down); row++) {
    const start = ((row - by.down) * columns + source) * channels;
    x.set(from.subarray(start, start + kept * channels), (row * columns + source + by.right) * channels);
  }
}
