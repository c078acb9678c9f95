import { compareGenerations, TrainError } from '@ringmaster/core';
import type { LoggedEvent } from '../job-events.js';
import { type AttemptRecord, type GenerationRecord, isLive, isSealed, membersOf } from '../job-record.js';
import { votesOf } from './votes.js';

type MembershipEvent = Extract<
  LoggedEvent,
  { type: 'rank_added' | 'generation' | 'generation_running' | 'resize_requested' }
>;

/** The generation that an attempt begins with: all of its ranks. */
export const firstGeneration = (
  { generation, ranks, resumeFrom }: AttemptRecord,
  at: string,
): GenerationRecord => ({
  generation,
  members: ranks.map(({ rank }) => rank),
  source: 0,
  behind: [],
  step: Number(resumeFrom?.split('/')[1] ?? 0),
  deaths: 0,
  evicted: [],
  healed: [],
  complaints: [],
  reason: 'start',
  at,
});

/** The attempt after an event that concerns its members. @throws TrainError `conflict` when it may not follow */
export function membershipChanged(attempt: AttemptRecord, next: MembershipEvent): AttemptRecord {
  const refuse = (why: string) =>
    new TrainError('conflict', `job ${next.jobId}: event ${next.seq} (${next.type}) refused: ${why}`);
  if (!attempt.begun) throw refuse('the ranks have not begun');
  switch (next.type) {
    case 'rank_added': {
      const { attempt: _of, ...place } = next.data;
      if (place.rank !== attempt.ranks.length) throw refuse(`the next rank is ${attempt.ranks.length}`);
      return { ...attempt, ranks: [...attempt.ranks, { ...place, state: 'assigned' as const }] };
    }
    case 'resize_requested':
      if (next.data.n !== attempt.generation.n) throw refuse('another generation is the present one');
      return { ...attempt, resizing: next.data.n };
    case 'generation_running': {
      const { n, standstillMs } = next.data;
      const generations = attempt.generations.map((one) =>
        one.generation.n === n ? { ...one, standstillMs, runningAt: next.at } : one,
      );
      return { ...attempt, generations };
    }
    case 'generation': {
      const why = unsound(attempt, next.data);
      if (why) throw refuse(why);
      const { attempt: _of, evicted = [], healed = [], ...formed } = next.data;
      const complaints = votesOf(attempt);
      const { resizing: _done, tornAt, ...rest } = attempt;
      return {
        ...rest,
        generation: formed.generation,
        generations: [
          ...attempt.generations,
          {
            ...formed,
            evicted,
            healed,
            complaints,
            at: next.at,
            ...(tornAt !== undefined && { noticedAt: tornAt }),
          },
        ],
      };
    }
  }
}

/** The attempt when a member has sealed or died; the first one tells when it was noticed. */
export function torn(attempt: AttemptRecord, rank: number, at: string): AttemptRecord {
  const isMember = membersOf(attempt).some((member) => member.rank === rank);
  return attempt.begun && isMember && attempt.tornAt === undefined ? { ...attempt, tornAt: at } : attempt;
}

/** A generation is made of ranks that have sealed the one before, and of new ones. */
function unsound(
  attempt: AttemptRecord,
  { generation, members }: Extract<MembershipEvent, { type: 'generation' }>['data'],
): string | undefined {
  if (compareGenerations(generation, attempt.generation) <= 0) return 'it is not newer than the present one';
  const present = new Set(membersOf(attempt).map(({ rank }) => rank));
  for (const number of members) {
    const rank = attempt.ranks[number];
    if (!rank || !isLive(rank)) return `rank ${number} is not alive`;
    if (present.has(number) ? !isSealed(attempt, rank) : rank.state !== 'ready')
      return `rank ${number} has not sealed`;
  }
  return members.some((rank, index) => members.indexOf(rank) !== index) ? 'a rank is named twice' : undefined;
}
