import type { ComplaintKind } from '@ringmaster/core';
import { type AttemptRecord, isLive, isSealed, membersOf, type RankRecord } from '../job-record.js';

/** One member's word against another one, of the generation that they have both sealed. */
export interface Vote {
  readonly by: number;
  readonly of: number;
  readonly kind: ComplaintKind;
}

/** A member that lives and has to leave all the same. */
export interface Eviction {
  readonly rank: number;
  /** For people. */
  readonly why: string;
}

/** The complaints of members that live about members that live: whoever died is not voted about. */
export function votesOf(attempt: AttemptRecord): readonly Vote[] {
  const sealed = membersOf(attempt).filter((rank) => isLive(rank) && isSealed(attempt, rank));
  const alive = new Set(sealed.map(({ rank }) => rank));
  return sealed.flatMap(({ rank: by, sealed: seal }) =>
    (seal?.complaints ?? [])
      .filter(({ rank: of }) => of !== by && alive.has(of))
      .map(({ rank: of, kind }) => ({ by, of, kind })),
  );
}

/**
 * Who has to leave although it lives; one at a time, and nobody below `min` members. Pure.
 * - One whose replica has drifted for the second time.
 * - A straggler: named for the second time by others that waited for its part of a step in vain.
 * - A member about whose links more others complain than about anybody else's, and at least two.
 * - One of a pair whose link broke for the second time: the one with more complaints, or else the higher rank.
 * A first trouble between two is nobody's fault: they are tried again.
 */
export function votedOut(attempt: AttemptRecord, min: number): Eviction | undefined {
  const votes = votesOf(attempt);
  const members = membersOf(attempt).filter((rank) => isLive(rank));
  if (votes.length === 0 || members.length - 1 < Math.max(1, min)) return undefined;
  const before = attempt.generations.flatMap(({ complaints }) => complaints);
  const again = (kind: Vote['kind'], why: string) =>
    secondTime(votes.filter(isOf(kind)), { before: before.filter(isOf(kind)), why });
  return (
    again('drifted', 'its replica has drifted for the second time; look at its machine') ??
    again('late', 'the others waited for it in vain for the second time') ??
    outvoted(votes.filter(isLink), members) ??
    halfOfPair(votes.filter(isLink), before.filter(isLink))
  );
}

const isOf = (kind: Vote['kind']) => (vote: Vote) => vote.kind === kind;
const isLink = ({ kind }: Vote): boolean => kind !== 'late' && kind !== 'drifted';

function secondTime(
  votes: readonly Vote[],
  { before, why }: { readonly before: readonly Vote[]; readonly why: string },
): Eviction | undefined {
  const again = votes.find(({ of }) => before.some((earlier) => earlier.of === of));
  return again && { rank: again.of, why };
}

function outvoted(votes: readonly Vote[], members: readonly RankRecord[]): Eviction | undefined {
  const counts = members
    .map(({ rank }) => ({ rank, by: complainersOf(rank, votes) }))
    .sort((a, b) => b.by.length - a.by.length || b.rank - a.rank);
  const [first, second] = counts;
  if (!first || first.by.length < 2 || first.by.length === second?.by.length) return undefined;
  return { rank: first.rank, why: `ranks ${first.by.join(', ')} have lost their links to it` };
}

function halfOfPair(votes: readonly Vote[], before: readonly Vote[]): Eviction | undefined {
  const again = votes.find((vote) => before.some((earlier) => isSamePair(vote, earlier)));
  if (!again) return undefined;
  const [low, high] = [Math.min(again.by, again.of), Math.max(again.by, again.of)];
  const isLow = complainersOf(low, votes).length > complainersOf(high, votes).length;
  return {
    rank: isLow ? low : high,
    why: `the link between ranks ${low} and ${high} broke for the second time`,
  };
}

const complainersOf = (rank: number, votes: readonly Vote[]): readonly number[] =>
  [...new Set(votes.flatMap(({ by, of }) => (of === rank ? [by] : [])))].sort((a, b) => a - b);

const isSamePair = (a: Vote, b: Vote): boolean =>
  (a.by === b.by && a.of === b.of) || (a.by === b.of && a.of === b.by);
