import { rankMemoryBytes } from '@ringmaster/contracts';
import { currentAttempt, isLive, type JobRecord, membersOf, wantedStop } from '../job-record.js';
import { newcomersOf, usableRanks, wantedRanks } from '../membership/form.js';
import { type DurationBook, expectedDuration, remainingMs, startupMs } from './durations.js';
import type { RunningJob, WaitingJob } from './request.js';

/** Starting a job whose first start nobody has seen yet. */
const STARTUP_MS = 5_000;

const tenantOf = ({ owner, job: { project } }: JobRecord) => ({
  owner,
  ...(project !== undefined && { project }),
});

/** All the time in its life that a job has waited for slots: neither running nor paused. By the wall clock. */
export function waitedMs({ submittedAt, attempts, pausedMs = 0 }: JobRecord, nowMs: number): number {
  const ran = attempts.reduce(
    (sum, { startedAt, endedAt }) =>
      sum + (endedAt === undefined ? nowMs : Date.parse(endedAt)) - Date.parse(startedAt),
    0,
  );
  return Math.max(0, nowMs - Date.parse(submittedAt) - ran - pausedMs);
}

/** A waiting job as a plan sees it. */
export function waitingJob(record: JobRecord, nowMs: number, durations: DurationBook): WaitingJob {
  const { jobId, priority, job } = record;
  const max = usableRanks(record);
  const duration = expectedDuration(durations, job, max)?.ms;
  return {
    ...tenantOf(record),
    jobId,
    priority,
    workers: { ...job.workers, max },
    shards: job.training.shards,
    memoryBytes: rankMemoryBytes(job),
    ...(job.model.code && { bringsCode: true }),
    waitedMs: waitedMs(record, nowMs),
    ...(duration !== undefined && { durationMs: duration }),
  };
}

export interface RunningFacts {
  readonly nowMs: number;
  readonly durations: DurationBook;
  readonly progress: Parameters<typeof remainingMs>[0];
}

/** A job with an attempt as a plan sees it; undefined without one. */
export function runningJob(record: JobRecord, facts: RunningFacts): RunningJob | undefined {
  const attempt = currentAttempt(record);
  if (!attempt) return undefined;
  const { jobId, priority, job } = record;
  const members = membersOf(attempt);
  const newcomers = attempt.begun ? newcomersOf(attempt) : [];
  const ranks = [...members.filter(isLive), ...newcomers];
  const isStopping = wantedStop(record, attempt) !== 'none';
  const isEnding = members.some(({ state }) => state === 'finished');
  const stays = isStopping ? 0 : Math.min(ranks.length, wantedRanks(record));
  const slots = ranks.map(({ agentId, slot }) => ({ agentId, slot }));
  const isWhole = members.every(isLive) && newcomers.length === 0;
  const endsInMs = endOf(record, attempt.startedAt, facts);
  return {
    ...tenantOf(record),
    jobId,
    priority,
    waitedMs: waitedMs(record, facts.nowMs),
    min: job.workers.min,
    wanted: usableRanks(record),
    slots: slots.slice(0, stays),
    leaving: slots.slice(stays),
    memoryBytes: rankMemoryBytes(job),
    canStop: !isStopping && !isEnding,
    // A ring's bits depend on the number of ranks: only its user changes that.
    canShrink: attempt.begun && !isStopping && !isEnding && isWhole && job.training.reduce !== 'ring',
    restartMs: startupMs(attempt) ?? STARTUP_MS,
    ...(endsInMs !== undefined && { endsInMs }),
  };
}

/** By its own progress, else by what it was expected to take. */
function endOf(record: JobRecord, startedAt: string, facts: RunningFacts): number | undefined {
  const { nowMs, durations, progress } = facts;
  const ranMs = nowMs - Date.parse(startedAt);
  const expected = expectedDuration(durations, record.job, wantedRanks(record));
  const left = remainingMs(progress) ?? (expected && expected.ms - ranMs);
  return left === undefined ? undefined : Math.max(0, Math.round(left));
}
