import { idDigest } from '../order/id-digest.js';
import type { BatchFeed, EvaluatedSplit } from '../ports/batch-feed.js';
import type { TrackedDataset } from './tracked-dataset.js';
import type { TrainingBatch } from './training-batches.js';
import type { BatchPipelines } from './training-run.js';

/** A batch of a shard, or of one of its micro-batches. */
export interface EvaluationPlace {
  readonly shard: number;
  readonly ids: Uint32Array;
}

/** Gives batches of a split, as they are, in the order of their places. */
export type EvaluationBatches = (
  split: EvaluatedSplit,
  places: Iterable<EvaluationPlace>,
) => AsyncIterable<EvaluationPlace & TrainingBatch>;

/** Each batch is read when its turn comes. */
export function evaluationInPlace(tracked: TrackedDataset, pipelines: BatchPipelines): EvaluationBatches {
  const read = pipelines.evaluation(tracked.dataset);
  return async function* (split, places) {
    for (const place of places) {
      tracked.takeDelivered();
      const batch = read(split, place.ids);
      yield { ...place, batch, delivered: tracked.takeDelivered() };
    }
  };
}

/** Batches are asked of a feed as far ahead as its depth allows, besides those that training has asked of it. */
export const evaluationAhead = (feed: BatchFeed): EvaluationBatches =>
  async function* (split, places) {
    const coming = places[Symbol.iterator]();
    const queue: Promise<EvaluationPlace & TrainingBatch>[] = [];
    const ask = (): void => {
      const next = coming.next();
      if (next.done === true) return;
      const place = next.value;
      const batch = feed.prepare({ split, epoch: 0, ids: place.ids }).then((prepared) => ({
        ...place,
        batch: prepared,
        delivered: { count: prepared.count, digest: idDigest(prepared.ids) },
      }));
      // It is told to who takes the batch; nobody may.
      batch.catch(() => undefined);
      queue.push(batch);
    };
    for (let asked = 0; asked < feed.depth; asked++) ask();
    for (let next = queue.shift(); next; next = queue.shift()) {
      yield await next;
      ask();
    }
  };
