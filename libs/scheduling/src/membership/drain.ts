import { event, type EventBody } from '../job-events.js';
import {
  type AttemptRecord,
  isDraining,
  isLive,
  type JobRecord,
  membersOf,
  type RankRecord,
  wantedStop,
} from '../job-record.js';
import { newcomersOf } from './form.js';

/**
 * Ranks that are to leave do so at a step boundary, and the others go on (see `regroup`). When those that stay would be
 * fewer than `workers.min`, and nobody is on the way to join, all stop there instead, with a checkpoint, and the job waits
 * for slots again. So does an attempt that has not begun.
 */
export function yieldIfTooFew(record: JobRecord, attempt: AttemptRecord): readonly EventBody[] {
  if (wantedStop(record, attempt) !== 'none') return [];
  const live = attempt.ranks.filter(isLive);
  const [first] = live.filter(isDraining);
  if (!first) return [];
  const present = attempt.begun ? [...membersOf(attempt).filter(isLive), ...expectedOf(attempt)] : live;
  const staying = present.filter((rank) => !isDraining(rank));
  if (attempt.begun && staying.length >= record.job.workers.min) return [];
  const reason = `rank ${first.rank} is to leave (${first.draining}), and ${
    attempt.begun
      ? `fewer than workers.min (${record.job.workers.min}) would be left`
      : 'the ranks have not begun'
  }`;
  return [event('yield_requested', { attempt: attempt.attempt, reason })];
}

/** Ranks that have never been members; others that live and are none any more are on their way out. */
function expectedOf(attempt: AttemptRecord): readonly RankRecord[] {
  const joined = new Set(attempt.generations.flatMap(({ members }) => members));
  return newcomersOf(attempt).filter(({ rank }) => !joined.has(rank));
}

/** One that has not joined yet has nothing to lose and nothing to give. */
export function drainNewcomer(attempt: AttemptRecord): readonly EventBody[] {
  if (!attempt.begun) return [];
  return expectedOf(attempt)
    .filter(isDraining)
    .map(({ rank, draining }) => {
      const cause = {
        code: 'agent_lost' as const,
        message: `rank ${rank} was to leave before it joined: ${draining}`,
      };
      return event('rank_failed', { attempt: attempt.attempt, rank, failure: { cause, secondary: true } });
    });
}
