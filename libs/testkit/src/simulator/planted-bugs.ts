import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { mergeRecords, type StepExchange, trainingPlan } from '@ringmaster/training';

/**
 * Mistakes that a protocol like ours might contain, put in by the simulator alone, to prove that it finds such:
 * `unfenced-log` Redis does not refuse a coordinator that was replaced; `unsealed-step` a rank applies a step
 * although a member was lost before all had contributed; `early-manifest` a checkpoint is published before its files
 * are durable; `stale-spool` the store takes a spooled checkpoint although another attempt has begun; `late-silence` ranks
 * bear the silence of another one for twice as long as they may.
 */
export const PLANTED_BUGS = [
  'unfenced-log',
  'unsealed-step',
  'early-manifest',
  'stale-spool',
  'late-silence',
] as const;
export type PlantedBug = (typeof PLANTED_BUGS)[number];

/** Stands between the loop and its exchange: the sum of whoever is still there counts as that of all. */
export const applyUnsealed =
  (job: ResolvedJob, samples: number) =>
  (exchange: StepExchange): StepExchange => {
    const plan = trainingPlan(job, samples);
    let present = 0;
    let leaves: Float32Array[] = [];
    return {
      ...{ rank: exchange.rank, world: exchange.world, owned: exchange.owned },
      leaf: (shard) => {
        const leaf = exchange.leaf(shard);
        if (!leaves.includes(leaf)) leaves.push(leaf);
        return leaf;
      },
      begin: (step) => {
        present = step;
        leaves = [];
        exchange.begin(step);
      },
      contribute: (shard) => exchange.contribute(shard),
      finish: async (records, signal) => {
        try {
          return await exchange.finish(records, signal);
        } catch (cause) {
          if (!(cause instanceof TrainError && cause.code === 'peer_lost')) throw cause;
          const vector = new Float32Array(leaves[0]?.length ?? 0);
          for (const leaf of leaves) leaf.forEach((value, i) => (vector[i] = (vector[i] ?? 0) + value));
          return { vector, record: { ...mergeRecords(records), samples: plan.at(present).batch } };
        }
      },
      exchangeRecords: (step, records, signal) => exchange.exchangeRecords(step, records, signal),
      close: () => exchange.close(),
    };
  };
