import {
  type AttemptView,
  ErrorBody,
  type ErrorView,
  type JobState,
  type JobView,
  type ProgressView,
} from '@ringmaster/contracts';
import { generationName } from '@ringmaster/core';
import type { z } from 'zod';
import { type AttemptRecord, currentAttempt, type JobRecord } from './job-record.js';

/** What only the running coordinator knows about a job. */
export interface LiveFacts {
  /** Why it waits, for people. */
  readonly reason?: string;
  readonly progress?: z.output<typeof ProgressView>;
  /** The pause before the next attempt is not over yet. */
  readonly inBackoff?: boolean;
}

/** The state that people see. */
export function jobState(record: JobRecord, live: LiveFacts = {}): JobState {
  switch (record.phase) {
    case 'waiting':
      return live.inBackoff ? 'backoff' : 'queued';
    case 'attempt':
      if (record.cancel) return 'cancelling';
      if (record.pause) return 'pausing';
      return currentAttempt(record)?.begun ? 'running' : 'starting';
    case 'paused':
    case 'succeeded':
    case 'failed':
    case 'cancelled':
      return record.phase;
  }
}

/** A job as the API shows it. */
export function jobView(record: JobRecord, live: LiveFacts = {}): JobView {
  const reason = endReason(record) ?? live.reason;
  const first = record.attempts[0];
  const datasetHash = record.attempts
    .flatMap(({ ranks }) => ranks)
    .find((rank) => rank.datasetHash)?.datasetHash;
  return {
    jobId: record.jobId,
    name: record.name,
    state: jobState(record, live),
    ...(reason !== undefined && { reason }),
    priority: record.priority,
    submittedAt: record.submittedAt,
    ...(first && { startedAt: first.startedAt }),
    ...(record.endedAt !== undefined && { endedAt: record.endedAt }),
    attempts: record.attempts.map(attemptView),
    ...(live.progress && { progress: live.progress }),
    ...(record.result && { result: record.result }),
    ...(record.cause && { cause: body(record.cause) }),
    ...(datasetHash !== undefined && { datasetHash }),
    ...(record.job.training.reduce === 'ring' && { reduce: record.job.training.reduce }),
    generations: record.attempts.length,
    checkpoints: record.checkpoints.map((one) => one.step),
    ...(record.resume !== undefined && { resumedFrom: record.resume }),
    ...(record.retryOf !== undefined && { retryOf: record.retryOf }),
    ...(record.fork && { forkOf: record.fork }),
  };
}

function endReason(record: JobRecord): string | undefined {
  if (record.phase === 'failed') return record.cause?.message;
  if (record.phase === 'paused') return pauseReason(record);
  return record.phase === 'cancelled' ? record.cancel?.reason : undefined;
}

function pauseReason({ pause, checkpoints }: JobRecord): string {
  const step = checkpoints.at(-1)?.step;
  const where =
    step === undefined ? 'it will begin at the beginning' : `its newest checkpoint is of step ${step}`;
  return `${pause?.reason ?? 'paused'}; ${where}`;
}

const body = (cause: ErrorView) => ErrorBody.parse(cause);

function attemptView(attempt: AttemptRecord): AttemptView {
  const step = attempt.resumeFrom === undefined ? undefined : Number(attempt.resumeFrom.split('/')[1]);
  return {
    attempt: attempt.attempt,
    generation: generationName(attempt.generation),
    startedAt: attempt.startedAt,
    ...(attempt.endedAt !== undefined && { endedAt: attempt.endedAt }),
    world: attempt.ranks.length,
    ranks: attempt.ranks.map(({ rank, agentId, pid, state }) => ({
      rank,
      agentId,
      ...(pid !== undefined && { pid }),
      state,
    })),
    outcome: attempt.outcome,
    ...(attempt.cause && { cause: body(attempt.cause) }),
    ...(step !== undefined && { resumedFromStep: step }),
    ...(attempt.passedOver.length > 0 && { passedOver: [...attempt.passedOver] }),
  };
}
