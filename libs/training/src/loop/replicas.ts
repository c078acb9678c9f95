import { TrainError } from '@ringmaster/core';
import { modelTensors, replicaTensors } from '../checkpoint/named-tensor.js';
import { tensorsSha256 } from '../checkpoint/weights-hash.js';
import type { StepRecord } from '../record.js';
import { emptyRecord } from './shard-record.js';
import { exchanging, GenerationOver } from './exchanging.js';
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
  // What was evaluated since is not to be trusted either, should they be healed.
  requireEqualReplicas(loop, merged, () => (loop.finalMetrics = undefined));
  return hash;
}

/**
 * Nothing of the exchange that found it is applied.
 * @param healing called before the generation ends for the sake of a minority
 * @throws TrainError `replica_drift` naming the ranks that differ from the majority, and the step; GenerationOver instead,
 * where the job heals and there is a majority: those ranks are to take its state
 */
export function requireEqualReplicas(
  { run, exchange, progress }: TrainingLoop,
  { replicaHashes }: StepRecord,
  healing: () => void = () => undefined,
): void {
  if (replicaHashes.size === 0) return;
  const groups = groupsOf(replicaHashes, exchange.world);
  if (groups.length === 1 && groups[0]?.hash !== NO_HASH) return;
  const numbersOf = (ranks: readonly number[]) => ranks.map((rank) => run.regroup?.numberOf(rank) ?? rank);
  const named = groups.map(({ hash, ranks }) => ({ hash, ranks: numbersOf(ranks) }));
  const [first] = named;
  const majority =
    first && first.hash !== NO_HASH && first.ranks.length > exchange.world / 2 ? first : undefined;
  const suspects = named.flatMap((group) => (group === majority ? [] : group.ranks)).sort((a, b) => a - b);
  const drift = driftError(named, { step: progress.step, suspects, hasMajority: majority !== undefined });
  if (run.job.training.onDrift !== 'heal' || !majority || !run.regroup) throw drift;
  healing();
  throw new GenerationOver(drift);
}

interface ReplicaGroup {
  readonly hash: string;
  readonly ranks: readonly number[];
}

const NO_HASH = 'no hash';

/** Ranks by what they hold, the largest group first. */
function groupsOf(hashes: ReadonlyMap<number, string>, world: number): readonly ReplicaGroup[] {
  const ranksOf = new Map<string, number[]>();
  for (let rank = 0; rank < world; rank++) {
    const hash = hashes.get(rank) ?? NO_HASH;
    ranksOf.set(hash, [...(ranksOf.get(hash) ?? []), rank]);
  }
  return [...ranksOf]
    .map(([hash, ranks]) => ({ hash, ranks }))
    .sort((a, b) => b.ranks.length - a.ranks.length);
}

function driftError(
  groups: readonly ReplicaGroup[],
  { step, suspects, hasMajority }: { step: number; suspects: readonly number[]; hasMajority: boolean },
): TrainError {
  const told = groups.map(({ hash, ranks }) => `${plural('rank', ranks)} ${hash.slice(0, 12)}`).join('; ');
  const differ = hasMajority ? `${suspects.length === 1 ? 'differs' : 'differ'} from the others` : 'disagree';
  return new TrainError(
    'replica_drift',
    `the replicas are not bitwise equal after ${step} steps: ${plural('rank', suspects)} ${differ} (${told}); ` +
      'compare the machines of these ranks',
    {
      details: {
        step,
        ranks: suspects,
        hashes: Object.fromEntries(
          groups.flatMap(({ hash, ranks }) => ranks.map((rank) => [rank, hash] as const)),
        ),
      },
    },
  );
}

const plural = (noun: string, numbers: readonly number[]): string =>
  `${noun}${numbers.length === 1 ? '' : 's'} ${numbers.join(', ')}`;
