import type { Batch } from '@ringmaster/data';
import { idDigest } from '../order/id-digest.js';
import { microBatches } from '../order/micro-batches.js';
import type { TrainingPlan } from '../order/training-plan.js';
import type { BatchFeed, BatchRequest } from '../ports/batch-feed.js';
import type { Delivered, TrackedDataset } from './tracked-dataset.js';
import type { BatchPipelines } from './training-run.js';

/** The batch of a shard in a step, or of one of its micro-batches. */
export interface BatchPlace extends BatchRequest {
  /** From 0. */
  readonly step: number;
  readonly shard: number;
  readonly micro: number;
}

/** A batch, and what the reader says that it is made of. */
export interface TrainingBatch {
  readonly batch: Batch;
  readonly delivered: Delivered;
}

/** Where the loop gets its training batches. */
export interface TrainingBatches {
  /** @param owned the shards that this rank computes, in their order: what it will ask for next */
  take(place: BatchPlace, owned: readonly number[]): TrainingBatch | Promise<TrainingBatch>;
}

/** Each batch is read and augmented when it is asked for. */
export function batchesInPlace(tracked: TrackedDataset, pipelines: BatchPipelines): TrainingBatches {
  const read = pipelines.training(tracked.dataset);
  return {
    take({ epoch, ids }) {
      tracked.takeDelivered();
      const batch = read(epoch, ids);
      return { batch, delivered: tracked.takeDelivered() };
    },
  };
}

/**
 * Batches are asked of a feed as far ahead as its depth allows, in the order in which the plan uses them. Whoever takes
 * another one than the next (after a change of members, in a step that is computed again) starts it anew from there: a
 * batch is never used in another's place.
 */
export function batchesAhead(feed: BatchFeed, plan: TrainingPlan, accumulate: number): TrainingBatches {
  let queue: { readonly place: BatchPlace; readonly batch: Promise<TrainingBatch> }[] = [];
  let coming: Iterator<BatchPlace> | undefined;
  let expected: readonly number[] = [];

  const fill = (): void => {
    while (coming && queue.length < feed.depth) {
      const next = coming.next();
      if (next.done === true) return void (coming = undefined);
      const batch = feed.prepare(next.value).then((prepared) => ({
        batch: prepared,
        delivered: { count: prepared.count, digest: idDigest(prepared.ids) },
      }));
      // It is told to who takes the batch; nobody may.
      batch.catch(() => undefined);
      queue.push({ place: next.value, batch });
    }
  };

  return {
    take(place, owned) {
      if (owned !== expected || !queue[0] || !samePlace(queue[0].place, place)) {
        if (queue.length > 0) feed.discard();
        queue = [];
        expected = owned;
        coming = placesFrom(plan, owned, { accumulate, place });
      }
      fill();
      const [first, ...rest] = queue;
      queue = rest;
      return first?.batch ?? Promise.reject(new RangeError('a plan without batches'));
    },
  };
}

const samePlace = (a: BatchPlace, b: BatchPlace): boolean =>
  a.step === b.step && a.shard === b.shard && a.micro === b.micro;

/** All batches from one on, in the order of their use. */
function* placesFrom(
  plan: TrainingPlan,
  owned: readonly number[],
  { accumulate, place }: { readonly accumulate: number; readonly place: BatchPlace },
): Generator<BatchPlace> {
  let begun = false;
  for (let at = place.step; at < plan.totalSteps; at++) {
    const step = plan.at(at);
    for (const shard of owned)
      for (const [micro, ids] of microBatches(step.shardIds(shard), accumulate).entries()) {
        const next = { step: at, epoch: step.epoch, shard, micro, ids };
        begun ||= samePlace(next, place);
        if (begun) yield next;
      }
  }
}
