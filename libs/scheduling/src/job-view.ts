import {
  type AttemptView,
  type GenerationView,
  ErrorBody,
  type ErrorView,
  type JobState,
  type JobView,
  type ProgressView,
  type RankTimings,
  type WaitingView,
} from '@ringmaster/contracts';
import { generationName } from '@ringmaster/core';
import type { z } from 'zod';
import {
  type AttemptRecord,
  currentAttempt,
  type GenerationRecord,
  isLive,
  isSealed,
  type JobRecord,
  membersOf,
} from './job-record.js';
import { failedNewcomersOf } from './membership/form.js';

/** What only the running coordinator knows about a job. */
export interface LiveFacts {
  /** Why it waits, for people. */
  readonly reason?: string;
  readonly waiting?: WaitingView;
  readonly progress?: z.output<typeof ProgressView>;
  readonly timings?: readonly RankTimings[];
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
      if (record.pause || currentAttempt(record)?.preempt) return 'pausing';
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
  const reason = reasonOf(record, live);
  const first = record.attempts[0];
  const datasetHash = record.attempts
    .flatMap(({ ranks }) => ranks)
    .find((rank) => rank.datasetHash)?.datasetHash;
  return {
    jobId: record.jobId,
    name: record.name,
    owner: record.owner,
    ...(record.job.project !== undefined && { project: record.job.project }),
    state: jobState(record, live),
    ...(reason !== undefined && { reason }),
    ...(live.waiting && { waiting: live.waiting }),
    priority: record.priority,
    submittedAt: record.submittedAt,
    ...(first && { startedAt: first.startedAt }),
    ...(record.endedAt !== undefined && { endedAt: record.endedAt }),
    attempts: record.attempts.map(attemptView),
    ...(live.progress && { progress: live.progress }),
    ...(live.timings && live.timings.length > 0 && { timings: [...live.timings] }),
    ...(record.result && { result: record.result }),
    ...(record.cause && { cause: body(record.cause) }),
    ...(datasetHash !== undefined && { datasetHash }),
    ...(record.job.training.reduce === 'ring' && { reduce: record.job.training.reduce }),
    generations: record.attempts.reduce((sum, one) => sum + Math.max(1, one.generations.length), 0),
    checkpoints: record.checkpoints.map((one) => one.step),
    ...(record.resume !== undefined && { resumedFrom: record.resume }),
    ...(record.retryOf !== undefined && { retryOf: record.retryOf }),
    ...(record.fork && { forkOf: record.fork }),
  };
}

function reasonOf(record: JobRecord, live: LiveFacts): string | undefined {
  if (record.phase === 'failed') return record.cause?.message ?? live.reason;
  if (record.phase === 'paused') return pauseReason(record);
  if (record.phase === 'attempt') return live.reason ?? waitReason(record);
  return (record.phase === 'cancelled' ? record.cancel?.reason : undefined) ?? live.reason;
}

/** Ranks that hold their state until there are enough of them. */
function waitReason(record: JobRecord): string | undefined {
  const attempt = currentAttempt(record);
  if (attempt?.preempt) return attempt.preempt.reason;
  const { min } = record.job.workers;
  const live = attempt ? membersOf(attempt).filter(isLive) : [];
  if (!attempt?.begun || live.length >= min || !live.some((rank) => isSealed(attempt, rank)))
    return undefined;
  const dead = membersOf(attempt).find(({ failure }) => failure)?.failure;
  const newcomers = failedNewcomersOf(attempt);
  const last = newcomers.at(-1)?.failure?.cause.message;
  const since = attempt.tornAt === undefined ? '' : ` since ${attempt.tornAt}`;
  return [
    `waits for workers${since}: it has ${live.length} of at least ${min} workers (workers.min), which hold their state`,
    newestCheckpoint(record),
    ...(dead ? [dead.cause.message] : []),
    ...(last === undefined
      ? []
      : [`${newcomers.length} failed before they could join, the last one: ${last}`]),
  ].join('; ');
}

function pauseReason(record: JobRecord): string {
  const where = record.checkpoints.length === 0 ? 'it will begin at the beginning' : newestCheckpoint(record);
  return `${record.pause?.reason ?? 'paused'}; ${where}`;
}

function newestCheckpoint({ checkpoints }: JobRecord): string {
  const step = checkpoints.at(-1)?.step;
  return step === undefined ? 'it has no checkpoint yet' : `its newest checkpoint is of step ${step}`;
}

const body = (cause: ErrorView) => ErrorBody.parse(cause);

const GIVEN_BACK: ReadonlySet<AttemptRecord['outcome']> = new Set(['paused', 'preempted', 'yielded']);

function attemptView(attempt: AttemptRecord): AttemptView {
  const step = attempt.resumeFrom === undefined ? undefined : Number(attempt.resumeFrom.split('/')[1]);
  // Slots that were given back only by force: why steps since the last checkpoint are lost.
  const cause = attempt.cause ?? (GIVEN_BACK.has(attempt.outcome) ? attempt.stopping?.cause : undefined);
  return {
    attempt: attempt.attempt,
    generation: generationName(attempt.generation),
    startedAt: attempt.startedAt,
    ...(attempt.endedAt !== undefined && { endedAt: attempt.endedAt }),
    world: membersOf(attempt).length,
    ranks: attempt.ranks.map(({ rank, agentId, pid, state, slow }) => ({
      rank,
      agentId,
      ...(pid !== undefined && { pid }),
      state,
      ...(slow && { slow }),
    })),
    ...(attempt.generations.length > 0 && { generations: attempt.generations.map(generationView) }),
    outcome: attempt.outcome,
    ...(cause && { cause: body(cause) }),
    ...(step !== undefined && { resumedFromStep: step }),
    ...(attempt.passedOver.length > 0 && { passedOver: [...attempt.passedOver] }),
  };
}

const generationView = ({
  generation,
  at,
  members,
  step,
  reason,
  healed,
  shards,
  noticedAt,
  runningAt,
  standstillMs,
}: GenerationRecord): GenerationView => ({
  generation: generationName(generation),
  at,
  members: [...members],
  step,
  reason,
  ...(healed.length > 0 && { healed: [...healed] }),
  ...(shards && { shards: [...shards] }),
  ...(noticedAt !== undefined && { noticedAt }),
  ...(runningAt !== undefined && { runningAt }),
  ...(standstillMs !== undefined && { standstillMs }),
});
