import { TrainError } from '@ringmaster/core';
import { modelTensors, replicaTensors } from '../checkpoint/named-tensor.js';
import { tensorsSha256 } from '../checkpoint/weights-hash.js';
import type { StepRecord } from '../record.js';
import { emptyRecord } from './shard-record.js';
import { exchanging } from './exchanging.js';
import type { TrainingLoop } from './training-loop.js';

/** This rank's replica hash when the coming step compares them: the first one of a generation, then every n. */
export async function replicaHashIfDue({
  run,
  exchange,
  progress,
  firstStep,
}: TrainingLoop): Promise<ReadonlyMap<number, string>> {
  const every = run.job.training.verifyReplicasEvery;
  if (progress.step !== firstStep && progress.step % every !== 0) return new Map();
  const hash = await tensorsSha256(replicaTensors(run.program.layout, run.program.read()));
  return new Map([[exchange.rank, hash]]);
}

/** `weightsSha256` of the replica, vouched for by every rank. @throws TrainError `replica_drift` */
export async function agreeOnWeights(loop: TrainingLoop): Promise<string> {
  const { run, progress, owned, deadlines, plan, exchange } = loop;
  const { clock, signal, program } = run;
  const hash = await tensorsSha256(modelTensors(program.layout, program.read()));
  const records = owned.map((_, index) => ({
    ...emptyRecord(0),
    replicaHashes: index === 0 ? new Map([[exchange.rank, hash]]) : new Map<number, string>(),
  }));
  const limit = {
    clock,
    signal,
    ms: deadlines.limitMs(plan.shards),
    what: 'the comparison of the final weights',
  };
  const merged = await exchanging(limit, (inner) => exchange.exchangeRecords(progress.step, records, inner));
  requireEqualReplicas(merged, exchange.world, progress.step);
  return hash;
}

/** @throws TrainError `replica_drift` naming the ranks that differ from the majority, and the step */
export function requireEqualReplicas({ replicaHashes }: StepRecord, world: number, step: number): void {
  if (replicaHashes.size === 0) return;
  const ranksOf = new Map<string, number[]>();
  for (let rank = 0; rank < world; rank++) {
    const hash = replicaHashes.get(rank) ?? 'no hash';
    ranksOf.set(hash, [...(ranksOf.get(hash) ?? []), rank]);
  }
  if (ranksOf.size === 1 && !ranksOf.has('no hash')) return;
  const groups = [...ranksOf].sort(([, a], [, b]) => b.length - a.length);
  const told = groups.map(([hash, ranks]) => `${plural('rank', ranks)} ${hash.slice(0, 12)}`).join('; ');
  const majority = (groups[0]?.[1].length ?? 0) > world / 2 ? groups[0]?.[1] : undefined;
  const suspects = groups.flatMap(([, ranks]) => (ranks === majority ? [] : ranks)).sort((a, b) => a - b);
  throw new TrainError(
    'replica_drift',
    `the replicas are not bitwise equal after ${step} steps: ${plural('rank', suspects)} ` +
      `${majority ? 'differ from the others' : 'disagree'} (${told}); compare the machines of these ranks`,
    { details: { step, ranks: suspects, hashes: Object.fromEntries(replicaHashes) } },
  );
}

const plural = (noun: string, numbers: readonly number[]): string =>
  `${noun}${numbers.length === 1 ? '' : 's'} ${numbers.join(', ')}`;
