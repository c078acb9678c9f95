import { DEFAULT_OWNER } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { attemptStep } from './apply-attempt-event.js';
import { type EventData, type LoggedEvent, resolvedJob } from './job-events.js';
import { type AttemptRecord, currentAttempt, isTerminal, type JobRecord } from './job-record.js';
import { endAttempt, illegal, type Next, requireAttempt } from './transitions.js';

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

const ended = (record: JobRecord, phase: JobRecord['phase'], at: string): JobRecord => ({
  ...record,
  phase,
  endedAt: at,
});
