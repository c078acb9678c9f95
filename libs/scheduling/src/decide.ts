import { ERROR_CODES, type ErrorView } from '@ringmaster/contracts';
import { applyEvent } from './apply-event.js';
import { retryBackoffMs } from './backoff.js';
import { firstCause } from './first-cause.js';
import { causeOf, event, type EventBody, type LoggedEvent, type RankPlace } from './job-events.js';
import type { JobInput, RankReport } from './job-inputs.js';
import { regroup, wantedRanks } from './membership/form.js';
import { drainNewcomer, yieldIfTooFew } from './membership/drain.js';
import {
  type AttemptRecord,
  currentAttempt,
  isLive,
  isPausing,
  isSealed,
  isSurvivable,
  isTerminal,
  type JobRecord,
  membersOf,
  type RankRecord,
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
      return wantedRanks(record) === input.workers
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

function lost(attempt: AttemptRecord, rank: number, cause: ErrorView, secondary = false): EventBody {
  return event('rank_failed', {
    attempt: attempt.attempt,
    rank,
    failure: { cause: causeOf(cause), secondary },
  });
}

function reported(attempt: AttemptRecord, rank: number, report: RankReport): readonly EventBody[] {
  const at = { attempt: attempt.attempt, rank };
  const known = attempt.ranks[rank];
  if (!known || !isLive(known)) return [];
  switch (report.kind) {
    case 'ready': {
      const { dataAddress, pid, fingerprint, warm, datasetHash } = report;
      return known.state === 'assigned'
        ? [
            event('rank_ready', {
              ...at,
              dataAddress,
              pid,
              fingerprint,
              warm,
              ...(datasetHash !== undefined && { datasetHash }),
            }),
          ]
        : [];
    }
    case 'running':
      return known.state === 'ready' && attempt.begun
        ? [event('rank_running', { ...at, step: report.step })]
        : [];
    case 'checkpoint':
      return [
        event('checkpoint', {
          attempt: at.attempt,
          step: report.step,
          manifestSha256: report.manifestSha256,
        }),
      ];
    case 'sealed':
      // A seal of an earlier generation comes late, and one that is known is repeated.
      return report.sealed.n === attempt.generation.n &&
        membersOf(attempt).includes(known) &&
        attempt.begun &&
        !isSealed(attempt, known)
        ? [event('rank_sealed', { ...at, ...report.sealed })]
        : [];
    case 'regrouped': {
      const { n, step, standstillMs } = report;
      return n === attempt.generation.n
        ? [event('generation_running', { attempt: at.attempt, n, step, standstillMs })]
        : [];
    }
    case 'draining':
      return known.draining === undefined ? [event('rank_draining', { ...at, reason: report.reason })] : [];
    case 'left':
      return [event('rank_left', { ...at, step: report.step })];
    case 'finished':
      return report.stopped || report.result
        ? [
            event('rank_finished', {
              ...at,
              stopped: report.stopped,
              ...(report.result && { result: report.result }),
            }),
          ]
        : [lost(attempt, rank, { code: 'internal', message: `rank ${rank} finished without a result` })];
    case 'failed':
      return [event('rank_failed', { ...at, failure: report.failure })];
  }
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

function begin(record: JobRecord, attempt: AttemptRecord): readonly EventBody[] {
  const message = unequalRanks(attempt) ?? changedData(record, attempt);
  if (message === undefined) return [event('running', { attempt: attempt.attempt })];
  return [
    event('attempt_stopping', {
      attempt: attempt.attempt,
      kill: true,
      cause: { code: 'incompatible', message },
    }),
  ];
}

function unequalRanks({ ranks }: AttemptRecord): string | undefined {
  const [first] = ranks;
  const other = ranks.find((rank) => rank.fingerprint !== first?.fingerprint);
  if (!first || !other) return undefined;
  return (
    `rank ${other.rank} on agent ${other.agentId} runs another engine than rank ${first.rank} on agent ${first.agentId}: ` +
    `${other.fingerprint} ≠ ${first.fingerprint}; ranks of one job must be equal`
  );
}

/** All ranks of all attempts read the same data, or the run would be none that can be repeated. */
function changedData(record: JobRecord, attempt: AttemptRecord): string | undefined {
  const known = record.attempts.flatMap(({ attempt: number, ranks }) =>
    ranks.flatMap((rank) => (rank.datasetHash === undefined ? [] : [{ ...rank, number }])),
  );
  const [first] = known;
  const other = known.find(
    (rank) => rank.number === attempt.attempt && rank.datasetHash !== first?.datasetHash,
  );
  if (!first || !other) return undefined;
  const who = (rank: typeof first) => `rank ${rank.rank} of attempt ${rank.number} on agent ${rank.agentId}`;
  const name = record.job.data.source ?? record.job.data.dataset;
  return (
    `the data set ${name} is not the same everywhere: ${who(other)} read the content ${other.datasetHash}, ` +
    `${who(first)} read ${first.datasetHash}; give all workers the same files, then submit again`
  );
}

function conclude(record: JobRecord, attempt: AttemptRecord): readonly EventBody[] {
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
  if (isPausing(record, attempt) && members.every((rank) => !rank.failure || rank.failure.secondary))
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
