import { ERROR_CODES, type ErrorView } from '@ringmaster/contracts';
import { retryBackoffMs } from '../backoff.js';
import { firstCause } from '../first-cause.js';
import { causeOf, event, type EventBody } from '../job-events.js';
import {
  type AttemptRecord,
  isForcedPause,
  isPausing,
  isSurvivable,
  type JobRecord,
  membersOf,
  type RankRecord,
} from '../job-record.js';

/** What an attempt comes to that has no live rank left: the job's result, a pause, or a failure that may be tried again. */
export function conclude(record: JobRecord, attempt: AttemptRecord): readonly EventBody[] {
  const members = membersOf(attempt);
  const results = attempt.ranks.map((rank) => (rank.stopped === false ? rank.result : undefined));
  const first = members[0]?.rank ?? 0;
  const result = results[first];
  const differing = results.findIndex((one) => one && one.weightsSha256 !== result?.weightsSha256);
  // The first rank ends after all have agreed on the weights, and it has exported them: who dies then is not missed.
  const isDone = ({ rank, failure }: RankRecord) => results[rank] ?? (failure && isSurvivable(failure));
  if (result && members.every(isDone)) {
    if (differing < 0) return [event('succeeded', { attempt: attempt.attempt, result })];
    const message = `rank ${differing} finished with weights ${results[differing]?.weightsSha256}, rank ${first} with ${result.weightsSha256}`;
    return failedWith(record, attempt, { code: 'replica_drift', message });
  }
  if (record.cancel) return [event('cancelled', { reason: record.cancel.reason })];
  const givesBack = isPausing(record, attempt) || isForcedPause(record, attempt);
  if (givesBack && members.every((rank) => !rank.failure || rank.failure.secondary))
    return [paused(record, attempt, members)];
  return failedWith(record, attempt, firstCause({ ...attempt, ranks: members }));
}

/** Ranks that were told to stop before their first step say that they failed because of that: nothing is lost. */
function paused(
  { pause }: JobRecord,
  { attempt, preempt, yielding }: AttemptRecord,
  members: readonly RankRecord[],
): EventBody {
  const step = members.every((rank) => rank.stopped) ? members[0]?.result?.steps : undefined;
  const end = { attempt, ...(step !== undefined && { step }) };
  if (pause) return event('attempt_paused', end);
  if (preempt || !yielding) return event('attempt_preempted', end);
  return event('attempt_yielded', { ...end, reason: yielding.reason });
}

function failedWith(record: JobRecord, attempt: AttemptRecord, view: ErrorView): readonly EventBody[] {
  const cause = causeOf(view);
  // Attempts that were paused or preempted are no failures.
  const failures = record.attempts.filter(({ outcome }) => outcome === 'failed').length + 1;
  const willRetry =
    !record.cancel && ERROR_CODES[view.code].retryable && failures < record.job.limits.maxAttempts;
  const backoffMs = willRetry ? retryBackoffMs(failures) : 0;
  const end = event('attempt_failed', { attempt: attempt.attempt, cause, willRetry, backoffMs });
  if (willRetry || record.cancel) return [end];
  return [end, event('failed', { cause })];
}
