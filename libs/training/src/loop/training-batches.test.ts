import {
  batchFeedContract,
  blobs,
  linearJob,
  linearModel,
  memoryFeed,
  plainPipelines,
  trainInProcess,
} from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import { trainingPlan } from '../order/training-plan.js';
import type { BatchRequest } from '../ports/batch-feed.js';
import { trackedDataset } from './tracked-dataset.js';
import { batchesAhead, batchesInPlace, type BatchPlace, type TrainingBatch } from './training-batches.js';

const prepare = ({ split: evaluated, ids }: BatchRequest) => {
  const split = evaluated ?? 'train';
  if (ids.some((id) => id >= blobs.info.sizes[split]))
    throw new RangeError(`sample ${ids[0]} of blobs was asked for`);
  return blobs.read(split, ids);
};
const plan = trainingPlan(linearJob(), 53);

const place = (at: number, shard: number, micro = 0): BatchPlace => {
  const step = plan.at(at);
  return { step: at, epoch: step.epoch, shard, micro, ids: step.shardIds(shard) };
};

batchFeedContract('in memory', {
  open: () => Promise.resolve({ feed: memoryFeed(prepare), close: () => Promise.resolve() }),
  prepare,
  unknownId: 99,
});

describe('batches ahead', () => {
  const inPlace = batchesInPlace(trackedDataset(blobs), plainPipelines);

  it('are those in place, and no more than the depth are asked for at once', async () => {
    const feed = memoryFeed(prepare, 3);
    const ahead = batchesAhead(feed, plan, 1);
    const owned = [1, 2];
    const taken: TrainingBatch[] = [];
    for (let step = 0; step < plan.totalSteps; step++)
      for (const shard of owned) taken.push(await ahead.take(place(step, shard), owned));
    const expected = [];
    for (let step = 0; step < plan.totalSteps; step++)
      for (const shard of owned) expected.push(await inPlace.take(place(step, shard), owned));
    expect(taken).toEqual(expected);
    expect(feed.most).toBe(3);
    expect(feed.discards).toBe(0);
  });

  it('are asked for anew where the shards of this rank change, and where a step is computed again', async () => {
    const feed = memoryFeed(prepare, 5);
    const ahead = batchesAhead(feed, plan, 1);
    const [before, after] = [
      [0, 1],
      [0, 1, 2, 3],
    ];
    for (const shard of before) await ahead.take(place(0, shard), before);
    for (const step of [1, 1, 2])
      for (const shard of after)
        expect(await ahead.take(place(step, shard), after)).toEqual(
          await inPlace.take(place(step, shard), after),
        );
    expect(feed.discards).toBe(2);
  });

  it('fail where they are taken, and nowhere else', async () => {
    const asked: number[] = [];
    const feed = memoryFeed((request) => {
      asked.push(request.ids.length);
      if (asked.length === 2) throw new RangeError('a broken record');
      return prepare(request);
    });
    const ahead = batchesAhead(feed, plan, 1);
    await ahead.take(place(0, 0), [0, 1]);
    await expect(ahead.take(place(0, 1), [0, 1])).rejects.toThrow('a broken record');
  });

  it('train every number of workers to the same bits, micro-batches too', async () => {
    const job = linearJob({ accumulate: 2 });
    const train = (world: number, isAhead: boolean) =>
      trainInProcess({
        ...{ job, world, dataset: blobs, program: linearModel },
        ...(isAhead && { feed: () => memoryFeed(prepare, 4) }),
      });
    const [reference] = await train(1, false);
    for (const world of [1, 3, 4])
      for (const outcome of await train(world, true)) expect(outcome).toEqual(reference);
  });
});
