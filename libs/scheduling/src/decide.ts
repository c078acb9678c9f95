import { applyEvent } from './apply-event.js';
import { begin } from './attempts/begin.js';
import { conclude } from './attempts/conclude.js';
import { lost, reported } from './attempts/reported.js';
import { causeOf, event, type EventBody, type LoggedEvent, type RankPlace } from './job-events.js';
import type { JobInput } from './job-inputs.js';
import { regroup, usableRanks } from './membership/form.js';
import { drainNewcomer, yieldIfTooFew } from './membership/drain.js';
import {
  type AttemptRecord,
  currentAttempt,
  isLive,
  isSealed,
  isTerminal,
  type JobRecord,
  membersOf,
  wantedStop,
} from './job-record.js';

/**
 * What follows from an input: the events to append, in order, as one batch; none when the input changes nothing (a
 * repeated or outdated report, a second cancel, anything after the end). Pure; the fold of the events stays legal.
 */
export function decide(record: JobRecord, input: JobInput): readonly EventBody[] {
  if (isTerminal(record)) return [];
  const events: EventBody[] = [];
  let now = record;
  const add = (bodies: readonly EventBody[]) => {
    for (const body of bodies) {
      now = applyEvent(now, stamped(now, body));
      events.push(body);
    }
    return bodies.length > 0;
  };
  add(direct(record, input));
  while (!isTerminal(now) && add(consequences(now)));
  return events;
}

/** The event at the next place of the job's log. `at` is ISO time, for display. */
export function stamped(record: Pick<JobRecord, 'jobId' | 'nextSeq'>, body: EventBody, at = ''): LoggedEvent {
  return { ...body, jobId: record.jobId, seq: record.nextSeq, at };
}

function direct(record: JobRecord, input: JobInput): readonly EventBody[] {
  const attempt = currentAttempt(record);
  switch (input.kind) {
    case 'start':
      return attempt || record.cancel || record.pause ? [] : [started(record, input)];
    case 'scale':
      // What the scheduler allots it for a while is not its user's wish.
      return usableRanks(record) === input.workers
        ? []
        : [event('scale_requested', { workers: input.workers })];
    case 'pause':
      return record.cancel || record.pause ? [] : [event('pause_requested', { reason: input.reason })];
    case 'preempt':
    case 'allot':
      return attempt?.attempt === input.attempt && wantedStop(record, attempt) === 'none'
        ? makesRoom(attempt, input)
        : [];
    case 'resume':
      return record.phase === 'paused' ? [event('resumed', {})] : [];
    case 'cancel':
      return record.cancel ? [] : [event('cancel_requested', { reason: input.reason })];
    case 'report': {
      const rank = attempt?.attempt === input.attempt ? attempt.ranks[input.rank] : undefined;
      return attempt && rank?.agentId === input.agentId ? reported(attempt, input.rank, input.report) : [];
    }
    case 'agent_lost':
      return (attempt?.ranks ?? [])
        .filter((rank) => isLive(rank) && rank.agentId === input.agentId)
        .map((rank) =>
          lost(attempt as AttemptRecord, rank.rank, { code: 'agent_lost', message: input.message }),
        );
    case 'rank_lost': {
      const rank = attempt?.attempt === input.attempt ? attempt.ranks[input.rank] : undefined;
      return attempt && rank && isLive(rank) ? [lost(attempt, rank.rank, input.cause, input.secondary)] : [];
    }
    case 'pace':
      return attempt?.attempt === input.attempt ? paced(attempt, input) : [];
    case 'speeds':
      return attempt?.attempt === input.attempt ? measured(record, attempt, input) : [];
    case 'yield':
      return attempt?.attempt === input.attempt && wantedStop(record, attempt) === 'none'
        ? [event('yield_requested', { attempt: attempt.attempt, reason: input.reason })]
        : [];
    case 'stop': {
      if (attempt?.attempt !== input.attempt) return [];
      if (attempt.stopping && (attempt.stopping.kill || !input.kill)) return [];
      return [
        event('attempt_stopping', {
          attempt: attempt.attempt,
          kill: input.kill,
          cause: causeOf(input.cause),
        }),
      ];
    }
    case 'grow':
      return attempt?.attempt === input.attempt ? grown(record, attempt, input.places) : [];
    case 'adopted':
      return attempt?.attempt === input.attempt
        ? [event('adopted', { attempt: attempt.attempt, epoch: input.epoch })]
        : [];
  }
}

function started(record: JobRecord, input: JobInput & { kind: 'start' }): EventBody {
  return event('attempt_started', {
    attempt: record.attempts.length + 1,
    generation: { ...input.generation },
    ranks: [...input.ranks],
    ...(input.resumeFrom !== undefined && { resumeFrom: input.resumeFrom }),
    ...(input.leftOut && input.leftOut.length > 0 && { leftOut: [...input.leftOut] }),
    ...(input.passedOver && input.passedOver.length > 0 && { passedOver: [...input.passedOver] }),
  });
}

function makesRoom(
  { attempt, allotted }: AttemptRecord,
  input: Extract<JobInput, { kind: 'preempt' | 'allot' }>,
): readonly EventBody[] {
  const { reason } = input;
  if (input.kind === 'preempt')
    return [event('preempt_requested', { attempt, forJob: input.forJob, reason })];
  const { workers } = input;
  return workers === allotted
    ? []
    : [event('allotted', { attempt, reason, ...(workers !== undefined && { workers }) })];
}

function grown(
  record: JobRecord,
  attempt: AttemptRecord,
  places: readonly Omit<RankPlace, 'rank'>[],
): readonly EventBody[] {
  if (!attempt.begun || wantedStop(record, attempt) !== 'none') return [];
  return places.map((place, index) =>
    event('rank_added', { attempt: attempt.attempt, rank: attempt.ranks.length + index, ...place }),
  );
}

/** Only of a membership that is whole and not about to change: its shares could not be changed otherwise. */
function measured(
  record: JobRecord,
  attempt: AttemptRecord,
  { shardMs }: Extract<JobInput, { kind: 'speeds' }>,
): readonly EventBody[] {
  const isSteady =
    attempt.begun &&
    attempt.resizing !== attempt.generation.n &&
    wantedStop(record, attempt) === 'none' &&
    membersOf(attempt).every((rank) => isLive(rank) && !isSealed(attempt, rank));
  const isWanted = isSteady && record.job.training.shardRanges === 'proportional';
  return isWanted ? [event('rank_speeds', { attempt: attempt.attempt, shardMs: [...shardMs] })] : [];
}

/** Only what is news. */
function paced(
  attempt: AttemptRecord,
  { rank, slow }: Extract<JobInput, { kind: 'pace' }>,
): readonly EventBody[] {
  const known = attempt.ranks[rank];
  const isNews = known && isLive(known) && known.state !== 'assigned' && !known.slow !== !slow;
  return isNews ? [event('rank_pace', { attempt: attempt.attempt, rank, slow: slow ?? null })] : [];
}

/** What must follow by itself in this state; called until nothing does. */
function consequences(record: JobRecord): readonly EventBody[] {
  const attempt = currentAttempt(record);
  if (!attempt) return atRest(record);
  if (attempt.ranks.every((rank) => !isLive(rank))) return conclude(record, attempt);
  const allReady = attempt.ranks.every((rank) => rank.state === 'ready');
  const leaving = [...drainNewcomer(attempt), ...yieldIfTooFew(record, attempt)];
  if (leaving.length > 0) return leaving.slice(0, 1);
  if (attempt.begun) return regroup(record, attempt);
  return allReady && wantedStop(record, attempt) === 'none' ? begin(record, attempt) : [];
}

function atRest(record: JobRecord): readonly EventBody[] {
  if (record.cancel) return [event('cancelled', { reason: record.cancel.reason })];
  const isDue = record.pause && record.phase === 'waiting';
  return isDue ? [event('paused', { reason: record.pause.reason })] : [];
}
