import { linearJob } from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import { idDigest } from '../order/id-digest.js';
import { trainingPlan } from '../order/training-plan.js';
import { digestOf, expectedStep } from './expected-samples.js';

describe('what the audit expects', () => {
  it.each([
    [1, 1, 1],
    [2, 2, 2],
    [5, 8, 3],
    [53, 8, 4],
    [64, 64, 5],
    [1_000, 37, 7],
    [4_097, 512, 16],
  ])(
    'is what the trainer plans, written twice: %i samples in batches of %i, %i shards',
    (samples, batch, shards) => {
      const job = linearJob(
        { epochs: 3, seed: 99, shards },
        { data: { dataset: 'blobs', batchSize: batch } },
      );
      const plan = trainingPlan(job, samples);
      for (let step = 0; step < plan.totalSteps; step++) {
        const planned = plan.at(step);
        const ids = Array.from({ length: shards }, (_, shard) => [...planned.shardIds(shard)]);
        const expected = expectedStep({ seed: 99, batchSize: batch, shards, samples }, step + 1);
        expect(expected).toEqual({ epoch: planned.epoch, shards: ids });
        expect(expected.shards.map(digestOf)).toEqual(ids.map(idDigest));
      }
    },
  );
});
