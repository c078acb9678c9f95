import type { AugmentSpec } from '@ringmaster/contracts';
import { assert } from '@ringmaster/core';
import type { DeliveredBatch, Dataset } from '../dataset.js';
import type { DrawContext } from './augmentation.js';
import { planeOf, planOf } from './plan.js';
import { hasMasks } from '../label-encoding.js';
import { transformFailed } from './transform-failed.js';
import { warp, warpMask } from './warp.js';

export interface Augmenter {
  readonly specs: readonly AugmentSpec[];
  readonly seed: number;
  readonly info: Dataset['info'];
  /** One training sample by its id, its label encoded as in the batches: the partner of a mixing. */
  partner(id: number): DeliveredBatch;
}

interface Sample {
  readonly id: number;
  readonly x: Float32Array;
  readonly y: Float32Array | Int32Array;
}

interface Task extends Augmenter {
  readonly epoch: number;
  readonly context: DrawContext;
  /** Labels are a class for each pixel: they move with their pixels. */
  readonly hasMasks: boolean;
}

/**
 * Applies a document's `data.augment` to a batch of raw samples in place, in the document's order. A sample's values
 * and label depend on (seed, epoch, its id) alone. A mixing's partner is any training sample, augmented in its own way by
 * what comes before in the list.
 */
export function augmentBatch(augmenter: Augmenter, epoch: number, batch: DeliveredBatch): void {
  const { specs, info } = augmenter;
  if (specs.length === 0) return;
  const context = { ...planeOf(info.inputShape), samples: info.sizes.train };
  const task = { ...augmenter, epoch, context, hasMasks: hasMasks(info) };
  for (const sample of samplesOf(batch)) augmentSample(task, sample, specs.length);
}

function samplesOf({ count, ids, x, y }: DeliveredBatch): readonly Sample[] {
  const values = x.data as Float32Array;
  const [width, labelWidth] = [values.length / count, y.data.length / count];
  return Array.from(ids, (id, row) => ({
    id,
    x: values.subarray(row * width, (row + 1) * width),
    y: y.data.subarray(row * labelWidth, (row + 1) * labelWidth),
  }));
}

/** Applies the first `length` entries of the list. */
function augmentSample(task: Task, sample: Sample, length: number): void {
  for (const [index, spec] of task.specs.slice(0, length).entries())
    try {
      augmentOnce(task, sample, { spec, index });
    } catch (cause) {
      throw transformFailed(cause, { id: sample.id, kind: spec.kind, index, name: task.info.name });
    }
}

function augmentOnce(
  task: Task,
  sample: Sample,
  { spec, index }: { readonly spec: AugmentSpec; readonly index: number },
): void {
  const { seed, epoch, context, hasMasks } = task;
  const { id, x } = sample;
  for (const operation of planOf(spec, index, { seed, epoch, id, context }))
    switch (operation.does) {
      case 'warp':
        warp(x, context, operation);
        if (hasMasks) warpMask(sample.y, context, operation);
        break;
      case 'paint':
        operation.paint(x, context);
        break;
      case 'mix': {
        const [partner] = samplesOf(task.partner(operation.partner));
        assert(partner, `sample ${operation.partner} was not delivered`);
        augmentSample(task, partner, index);
        blend(sample.y, partner.y, operation.mix(x, partner.x, context));
      }
    }
}

/** `own` is the share of the first label that stays. */
function blend(y: Float32Array | Int32Array, partner: Float32Array | Int32Array, own: number): void {
  assert(y instanceof Float32Array, 'labels that are class numbers cannot be blended');
  for (let at = 0; at < y.length; at++) y[at] = own * (y[at] as number) + (1 - own) * (partner[at] as number);
}
