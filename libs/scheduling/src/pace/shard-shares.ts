import { LIMITS } from '@ringmaster/contracts';
import { ownedShards } from '@ringmaster/core';
import { type AttemptRecord, type JobRecord, membersOf, type RankRecord } from '../job-record.js';

/**
 * How many of `shards` each rank computes so that a step, which lasts as long as its slowest rank needs, is shortest; one
 * at least, and of equal choices the lower rank takes more. Pure.
 * @param shardMs what each rank needs for one shard
 */
export function shardCounts(shardMs: readonly number[], shards: number): readonly number[] {
  const counts = shardMs.map(() => 1);
  for (let left = shards - counts.length; left > 0; left--) {
    const ends = shardMs.map((ms, rank) => ms * ((counts[rank] ?? 0) + 1));
    const next = ends.indexOf(Math.min(...ends));
    counts[next] = (counts[next] ?? 0) + 1;
  }
  return counts;
}

/** By how much, of 1, steps are shorter with shares by speed than with those that the members have now. */
export function gainOf(
  { job }: Pick<JobRecord, 'job'>,
  attempt: AttemptRecord,
  shardMsOf: (rank: number) => number | undefined,
): number {
  const members = membersOf(attempt);
  const known = members.map(({ rank }) => shardMsOf(rank));
  if (members.length < 2 || known.some((ms) => ms === undefined)) return 0;
  const shardMs = known as readonly number[];
  const { shards } = job.training;
  const present = attempt.generations.at(-1)?.shards ?? evenCounts(members.length, shards);
  const stepMs = (counts: readonly number[]) =>
    Math.max(...counts.map((count, i) => count * (shardMs[i] ?? 0)));
  return 1 - stepMs(shardCounts(shardMs, shards)) / stepMs(present);
}

/** The generation is to end so that its members share the shards anew. */
export const isUnbalanced = (record: JobRecord, attempt: AttemptRecord): boolean =>
  record.job.training.shardRanges === 'proportional' &&
  gainOf(record, attempt, (rank) => attempt.shardMs?.get(rank)) >= LIMITS.rebalanceGain;

/** The shares of the next members, where speeds were measured; one that is new counts as one of the middle. */
export function sharesOf(
  { job }: JobRecord,
  { shardMs }: AttemptRecord,
  members: readonly RankRecord[],
): readonly number[] | undefined {
  if (job.training.shardRanges !== 'proportional' || !shardMs || members.length < 2) return undefined;
  const known = [...shardMs.values()].sort((a, b) => a - b);
  const usual = known[known.length >> 1] ?? 1;
  return shardCounts(
    members.map(({ rank }) => shardMs.get(rank) ?? usual),
    job.training.shards,
  );
}

/** The shards of one member of the present generation, as that rank shares them itself. */
export function shardsOf(
  { job }: Pick<JobRecord, 'job'>,
  attempt: AttemptRecord,
  rank: number,
): readonly number[] {
  const members = membersOf(attempt);
  const shardCounts = attempt.generations.at(-1)?.shards;
  const sharing = {
    rank: members.findIndex((member) => member.rank === rank),
    world: members.length,
    shardCounts,
  };
  const { first, end } = ownedShards(sharing, job.training.shards);
  return Array.from({ length: end - first }, (_, i) => first + i);
}

const evenCounts = (world: number, shards: number): readonly number[] =>
  Array.from({ length: world }, (_, rank) => {
    const { first, end } = ownedShards({ rank, world }, shards);
    return end - first;
  });
