import {
  type AttemptRecord,
  currentAttempt,
  isLive,
  type JobRecord,
  membersOf,
  type RankRecord,
  wantedStop,
} from './job-record.js';

/** What has to be done to the world when a record changed; all of it may safely be done twice. */
export type Effect =
  /** To start these ranks. */
  | { readonly kind: 'assign'; readonly ranks: readonly number[] }
  /** To tell the members of the present generation. */
  | { readonly kind: 'go' }
  /** To tell the members that the present generation is to end at a step boundary. */
  | { readonly kind: 'resize' }
  /** To end all ranks. */
  | { readonly kind: 'stop'; readonly kill: boolean }
  /** To end these ranks, which count as gone, while the others go on. */
  | { readonly kind: 'evict'; readonly ranks: readonly number[] }
  /** To let these sealed ranks go. */
  | { readonly kind: 'leave'; readonly ranks: readonly number[] };

/** The difference between two records of a job, as things to do. With no `before` it is all that the state asks for. */
export function effectsOf(before: JobRecord | undefined, after: JobRecord): readonly Effect[] {
  const earlier = before && currentAttempt(before);
  const attempt = currentAttempt(after);
  if (!attempt) return earlier ? lastEvictions(earlier, after) : [];
  const effects: Effect[] = [];
  const started = attempt.ranks.slice(earlier ? earlier.ranks.length : before ? 0 : attempt.ranks.length);
  if (started.length > 0) effects.push({ kind: 'assign', ranks: numbersOf(started) });
  const stop = wantedStop(after, attempt);
  const stopBefore = before && earlier ? wantedStop(before, earlier) : 'none';
  const isGoing = stop !== 'kill' && (attempt.generations.length > 1 || stop === 'none');
  if (attempt.generations.length > (earlier?.generations.length ?? 0) && isGoing)
    effects.push({ kind: 'go' });
  if (attempt.resizing !== undefined && attempt.resizing !== earlier?.resizing)
    effects.push({ kind: 'resize' });
  if (stop !== 'none' && stop !== stopBefore && attempt.ranks.some(isLive))
    effects.push({ kind: 'stop', kill: stop === 'kill' });
  if (!earlier) return effects;
  const gone = newlyFailed(earlier, attempt);
  // Also when all are ended by force: an order to all goes to those that count as alive.
  if (attempt.begun && gone.length > 0) effects.push({ kind: 'evict', ranks: numbersOf(gone) });
  if (stop === 'kill') return effects;
  const members = new Set(membersOf(attempt).map(({ rank }) => rank));
  // A generation is formed when all that live have sealed: whoever is no member any more is free to go.
  const leaving = membersOf(earlier).flatMap(({ rank }) => {
    const now = attempt.ranks[rank];
    return now && isLive(now) && !members.has(rank) ? [now] : [];
  });
  if (leaving.length > 0) effects.push({ kind: 'leave', ranks: numbersOf(leaving) });
  return effects;
}

const newlyFailed = (earlier: AttemptRecord, now: AttemptRecord): readonly RankRecord[] =>
  now.ranks.filter(({ rank, state }) => state === 'failed' && earlier.ranks[rank]?.state !== 'failed');

/**
 * The last rank counts as gone, and the attempt is over with it: its process may live all the same, and would hold its
 * slot.
 */
function lastEvictions(earlier: AttemptRecord, after: JobRecord): readonly Effect[] {
  const ended = after.attempts.find(({ attempt }) => attempt === earlier.attempt);
  const gone = ended ? newlyFailed(earlier, ended) : [];
  return gone.length > 0 ? [{ kind: 'evict', ranks: numbersOf(gone) }] : [];
}

const numbersOf = (ranks: readonly { readonly rank: number }[]): readonly number[] =>
  ranks.map(({ rank }) => rank);
