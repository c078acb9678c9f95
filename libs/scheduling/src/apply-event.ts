import { DEFAULT_OWNER } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { type EventData, type LoggedEvent, resolvedJob } from './job-events.js';
import { firstGeneration, membershipChanged, torn } from './membership/apply-membership.js';
import {
  type AttemptRecord,
  currentAttempt,
  isLive,
  isTerminal,
  type JobRecord,
  type RankRecord,
  wantedStop,
} from './job-record.js';

/**
 * The fold of a job's log: the record after one more event. Only legal transitions; nothing follows a terminal event.
 * @throws TrainError `conflict` when the event may not follow; the record is unchanged then
 */
export function applyEvent(record: JobRecord | undefined, next: LoggedEvent): JobRecord {
  if (next.type === 'submitted') return created(record, next);
  if (!record) throw illegal(next, 'the job does not exist');
  if (next.jobId !== record.jobId) throw illegal(next, `it belongs to another job than ${record.jobId}`);
  if (next.seq !== record.nextSeq) throw illegal(next, `the next sequence number is ${record.nextSeq}`);
  if (isTerminal(record)) throw illegal(next, `the job has ended (${record.phase})`);
  return { ...step(record, next), nextSeq: next.seq + 1 };
}

/** Folds a whole log. @throws TrainError `conflict` | `artifact_corrupt` when it is empty or not legal */
export function foldEvents(events: Iterable<LoggedEvent>): JobRecord {
  let record: JobRecord | undefined;
  for (const next of events) record = applyEvent(record, next);
  if (!record) throw new TrainError('artifact_corrupt', 'a job log without events');
  return record;
}

const illegal = (next: LoggedEvent, why: string) =>
  new TrainError('conflict', `job ${next.jobId}: event ${next.seq} (${next.type}) refused: ${why}`);

function created(record: JobRecord | undefined, next: LoggedEvent & { type: 'submitted' }): JobRecord {
  if (record) throw illegal(next, 'it was submitted before');
  if (next.seq !== 0) throw illegal(next, 'a log begins with sequence number 0');
  const { name, owner = DEFAULT_OWNER, priority, requestSha256, resume, retryOf, fork } = next.data;
  return {
    jobId: next.jobId,
    name,
    owner,
    priority,
    job: resolvedJob(next.data),
    requestSha256,
    ...(resume !== undefined && { resume }),
    ...(retryOf !== undefined && { retryOf }),
    ...(fork && { fork }),
    submittedAt: next.at,
    phase: 'waiting',
    attempts: [],
    checkpoints: [],
    nextSeq: 1,
  };
}

type Next = Exclude<LoggedEvent, { type: 'submitted' }>;

function step(record: JobRecord, next: Next): JobRecord {
  switch (next.type) {
    case 'attempt_started':
      return attemptStarted(record, next, next.data);
    case 'scale_requested':
      return { ...record, scaledTo: next.data.workers };
    case 'pause_requested':
      if (record.pause || record.cancel) throw illegal(next, 'a pause or a cancel was requested before');
      return { ...record, pause: { reason: next.data.reason } };
    case 'paused':
      if (!record.pause || record.phase !== 'waiting') throw illegal(next, 'it is not to pause now');
      return { ...record, phase: 'paused', pausedAt: next.at };
    case 'resumed': {
      if (record.phase !== 'paused') throw illegal(next, 'it is not paused');
      const { pause: _over, pausedAt = next.at, pausedMs = 0, ...rest } = record;
      return { ...rest, phase: 'waiting', pausedMs: pausedMs + Date.parse(next.at) - Date.parse(pausedAt) };
    }
    case 'cancel_requested':
      if (record.cancel) throw illegal(next, 'a cancel was requested before');
      return { ...record, cancel: { reason: next.data.reason } };
    case 'cancelled':
      if (!record.cancel) throw illegal(next, 'nobody asked for it');
      return ended(endAttempt(record, next, 'cancelled'), 'cancelled', next.at);
    case 'failed':
      if (currentAttempt(record)) throw illegal(next, 'an attempt is still running');
      return { ...ended(record, 'failed', next.at), cause: next.data.cause };
    case 'succeeded':
      requireAttempt(record, next, next.data.attempt);
      return {
        ...ended(endAttempt(record, next, 'succeeded'), 'succeeded', next.at),
        result: next.data.result,
      };
    case 'rank_ready':
    case 'running':
    case 'rank_running':
    case 'rank_pace':
    case 'rank_sealed':
    case 'generation':
    case 'generation_running':
    case 'rank_speeds':
    case 'rank_added':
    case 'resize_requested':
    case 'rank_left':
    case 'rank_draining':
    case 'yield_requested':
    case 'attempt_yielded':
    case 'checkpoint':
    case 'rank_finished':
    case 'rank_failed':
    case 'attempt_stopping':
    case 'adopted':
    case 'attempt_failed':
    case 'attempt_paused':
    case 'preempt_requested':
    case 'attempt_preempted':
    case 'allotted':
      return attemptStep(record, next);
  }
}

type JobWide =
  | 'attempt_started'
  | 'scale_requested'
  | 'pause_requested'
  | 'paused'
  | 'resumed'
  | 'cancel_requested'
  | 'cancelled'
  | 'failed'
  | 'succeeded';
type AttemptNext = Exclude<Next, { type: JobWide }>;

function attemptStep(record: JobRecord, next: AttemptNext): JobRecord {
  const attempt = requireAttempt(record, next, next.data.attempt);
  switch (next.type) {
    case 'rank_ready':
    case 'rank_running':
    case 'rank_pace':
    case 'rank_sealed':
    case 'rank_left':
    case 'rank_finished':
    case 'rank_failed':
      return rankStep(record, next);
    case 'running':
      if (attempt.begun) throw illegal(next, 'it began before');
      if (attempt.ranks.some((rank) => rank.state !== 'ready'))
        throw illegal(next, 'not all ranks are ready');
      return withAttempt(record, {
        ...attempt,
        begun: true,
        generations: [firstGeneration(attempt, next.at)],
      });
    case 'rank_draining':
    case 'yield_requested':
    case 'attempt_yielded':
    case 'attempt_paused':
    case 'preempt_requested':
    case 'attempt_preempted':
      return givenBack(record, attempt, next);
    case 'rank_added':
    case 'generation':
    case 'generation_running':
    case 'resize_requested':
      return withAttempt(record, membershipChanged(attempt, next));
    case 'checkpoint':
      return withCheckpoint(record, next.data);
    case 'attempt_stopping': {
      if (attempt.stopping && (attempt.stopping.kill || !next.data.kill))
        throw illegal(next, 'it is stopping already');
      const cause = attempt.stopping?.cause ?? next.data.cause;
      return withAttempt(record, { ...attempt, stopping: { kill: next.data.kill, cause } });
    }
    case 'rank_speeds': {
      const shardMs = new Map(next.data.shardMs.map(({ rank, ms }) => [rank, ms] as const));
      return withAttempt(record, { ...attempt, shardMs });
    }
    case 'adopted':
      return withAttempt(record, { ...attempt, epoch: Math.max(attempt.epoch, next.data.epoch) });
    case 'allotted': {
      const { allotted: _before, ...rest } = attempt;
      const { workers } = next.data;
      return withAttempt(record, workers === undefined ? rest : { ...rest, allotted: workers });
    }
    case 'attempt_failed': {
      const { cause, willRetry, backoffMs } = next.data;
      const after = endAttempt(record, next, 'failed');
      const last = after.attempts.at(-1) as AttemptRecord;
      return withAttempt(after, { ...last, cause, ...(willRetry && { retry: { backoffMs } }) });
    }
  }
}

type OfRank =
  'rank_ready' | 'rank_running' | 'rank_pace' | 'rank_sealed' | 'rank_left' | 'rank_finished' | 'rank_failed';

/** What one rank has come to. */
function rankStep(record: JobRecord, next: Extract<AttemptNext, { type: OfRank }>): JobRecord {
  switch (next.type) {
    case 'rank_ready': {
      const { dataAddress, pid, fingerprint, datasetHash } = next.data;
      const from: readonly RankRecord['state'][] = ['assigned'];
      return withRank(record, next, from, {
        state: 'ready',
        dataAddress,
        pid,
        fingerprint,
        ...(datasetHash !== undefined && { datasetHash }),
      });
    }
    case 'rank_running':
      return withRank(record, next, ['ready'], { state: 'running' });
    case 'rank_sealed': {
      const { attempt: _of, rank: _who, ...sealed } = next.data;
      const after = withRank(record, next, ['ready', 'running'], { sealed });
      return withAttempt(
        after,
        torn(requireAttempt(after, next, next.data.attempt), next.data.rank, next.at),
      );
    }
    case 'rank_pace': {
      const { slow } = next.data;
      return withRank(record, next, ['ready', 'running'], { slow: slow ?? undefined });
    }
    case 'rank_left':
      return withRank(record, next, ['assigned', 'ready', 'running'], { state: 'left', endedSeq: next.seq });
    case 'rank_finished': {
      const { stopped, result } = next.data;
      return withRank(record, next, ['assigned', 'ready', 'running'], {
        state: 'finished',
        stopped,
        ...(result && { result }),
        endedSeq: next.seq,
      });
    }
    case 'rank_failed': {
      const { failure } = next.data;
      const from: readonly RankRecord['state'][] = ['assigned', 'ready', 'running'];
      const after = withRank(record, next, from, { state: 'failed', failure, endedSeq: next.seq });
      return withAttempt(
        after,
        torn(requireAttempt(after, next, next.data.attempt), next.data.rank, next.at),
      );
    }
  }
}

type GivenBack =
  | 'rank_draining'
  | 'yield_requested'
  | 'attempt_yielded'
  | 'attempt_paused'
  | 'preempt_requested'
  | 'attempt_preempted';

/** What leads to slots that are given back without a failure. */
function givenBack(
  record: JobRecord,
  attempt: AttemptRecord,
  next: Extract<AttemptNext, { type: GivenBack }>,
): JobRecord {
  switch (next.type) {
    case 'rank_draining':
      return withRank(record, next, ['assigned', 'ready', 'running'], { draining: next.data.reason });
    case 'yield_requested':
      if (attempt.yielding) throw illegal(next, 'it was asked to before');
      return withAttempt(record, { ...attempt, yielding: { reason: next.data.reason } });
    case 'attempt_yielded':
      if (!attempt.yielding) throw illegal(next, 'nobody asked for it');
      return endAttempt(record, next, 'yielded');
    case 'attempt_paused':
      if (!record.pause) throw illegal(next, 'nobody asked for it');
      return endAttempt(record, next, 'paused');
    case 'preempt_requested': {
      if (attempt.preempt || wantedStop(record, attempt) !== 'none')
        throw illegal(next, 'it is stopping already');
      const { forJob, reason } = next.data;
      return withAttempt(record, { ...attempt, preempt: { forJob, reason } });
    }
    case 'attempt_preempted':
      if (!attempt.preempt) throw illegal(next, 'nobody asked for it');
      return endAttempt(record, next, 'preempted');
  }
}

function attemptStarted(record: JobRecord, next: Next, data: EventData<'attempt_started'>): JobRecord {
  if (currentAttempt(record)) throw illegal(next, 'an attempt is running');
  if (record.cancel || record.pause) throw illegal(next, 'a cancel or a pause was requested');
  if (data.attempt !== record.attempts.length + 1)
    throw illegal(next, `the next attempt is ${record.attempts.length + 1}`);
  if (data.ranks.some((place, index) => place.rank !== index)) throw illegal(next, 'ranks are not 0…n-1');
  const attempt: AttemptRecord = {
    attempt: data.attempt,
    generation: data.generation,
    generations: [],
    epoch: data.generation.epoch,
    startedAt: next.at,
    ranks: data.ranks.map((place) => ({ ...place, state: 'assigned' as const })),
    outcome: 'running',
    begun: false,
    leftOut: data.leftOut ?? [],
    passedOver: data.passedOver ?? [],
    ...(data.resumeFrom !== undefined && { resumeFrom: data.resumeFrom }),
  };
  return { ...record, phase: 'attempt', attempts: [...record.attempts, attempt] };
}

function requireAttempt(record: JobRecord, next: Next, number: number): AttemptRecord {
  const attempt = currentAttempt(record);
  if (!attempt) throw illegal(next, 'no attempt is running');
  if (attempt.attempt !== number) throw illegal(next, `attempt ${attempt.attempt} is running`);
  return attempt;
}

const withAttempt = (record: JobRecord, attempt: AttemptRecord): JobRecord => ({
  ...record,
  attempts: [...record.attempts.slice(0, -1), attempt],
});

function withRank(
  record: JobRecord,
  next: Extract<AttemptNext, { data: { rank: number } }>,
  from: readonly RankRecord['state'][],
  change: Partial<RankRecord>,
): JobRecord {
  const attempt = requireAttempt(record, next, next.data.attempt);
  const rank = attempt.ranks[next.data.rank];
  if (!rank) throw illegal(next, `the attempt has ${attempt.ranks.length} ranks`);
  if (!from.includes(rank.state)) throw illegal(next, `rank ${rank.rank} is ${rank.state}`);
  const ranks = attempt.ranks.map((other) => (other === rank ? { ...rank, ...change } : other));
  return withAttempt(record, { ...attempt, ranks });
}

function withCheckpoint(record: JobRecord, data: EventData<'checkpoint'>): JobRecord {
  const { step: at, manifestSha256 } = data;
  const others = record.checkpoints.filter((one) => one.step !== at);
  const checkpoints = [...others, { step: at, manifestSha256 }].sort((a, b) => a.step - b.step);
  return { ...record, checkpoints: checkpoints.slice(-record.job.training.checkpoint.keep) };
}

function endAttempt(record: JobRecord, next: Next, outcome: AttemptRecord['outcome']): JobRecord {
  const attempt = currentAttempt(record);
  if (!attempt) return record;
  const live = attempt.ranks.find(isLive);
  if (live) throw illegal(next, `rank ${live.rank} may still be alive`);
  return { ...withAttempt(record, { ...attempt, outcome, endedAt: next.at }), phase: 'waiting' };
}

const ended = (record: JobRecord, phase: JobRecord['phase'], at: string): JobRecord => ({
  ...record,
  phase,
  endedAt: at,
});
