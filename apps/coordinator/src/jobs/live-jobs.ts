import type { JobView, ProgressView, RankTimings } from '@ringmaster/contracts';
import type { Clock } from '@ringmaster/core';
import {
  currentAttempt,
  type JobRecord,
  jobView,
  type LiveFacts,
  type Outlook,
  type Verdict,
} from '@ringmaster/scheduling';
import type { z } from 'zod';

type Progress = z.output<typeof ProgressView>;

/** What is known of jobs only while this process lives: progress, why they wait, and when they may try again. */
export interface LiveJobs {
  view(record: JobRecord): JobView;
  setProgress(jobId: string, progress: Progress): void;
  /** Why it waits; undefined when it does not any more. */
  setVerdict(jobId: string, verdict: Verdict | undefined): void;
  progressOf(jobId: string): Progress | undefined;
  /** It may start now: no pause is left, and nothing comes that its next attempt is to begin with. */
  isDue(record: JobRecord): boolean;
  /** Grows with every change of the job's progress. */
  progressCount(jobId: string): number;
}

interface Live {
  progress?: Progress;
  progressCount: number;
  verdict?: { readonly of: Verdict; readonly atMs: number };
  /** End of the pause, by attempt, on the monotonic clock. */
  backoff?: { readonly attempt: number; readonly untilMs: number };
}

/** What others know of a job at the moment. */
export interface OthersFacts {
  /** A waiting job's place, and when it will probably start. */
  outlook(jobId: string): Outlook | undefined;
  /** What its attempt, or the one after it, waits for that is none of its ranks' doing. */
  awaits(jobId: string, attempt: number): string | undefined;
  /** Where the time of its ranks goes. */
  timings(jobId: string): readonly RankTimings[];
}

export function createLiveJobs(
  clock: Clock,
  changed: (jobId: string) => void,
  { outlook, awaits, timings }: OthersFacts,
): LiveJobs {
  const lives = new Map<string, Live>();
  const liveOf = (jobId: string): Live => {
    const known = lives.get(jobId);
    if (known) return known;
    const live: Live = { progressCount: 0 };
    lives.set(jobId, live);
    return live;
  };

  const backoffMs = (record: JobRecord): number => {
    const last = record.attempts.at(-1);
    if (record.phase !== 'waiting' || !last?.retry) return 0;
    const live = liveOf(record.jobId);
    if (live.backoff?.attempt !== last.attempt) {
      const endedAt = Date.parse(last.endedAt ?? '');
      // After a restart, or when the wall clock jumped, the pause is at most the whole one again.
      const passed = Number.isFinite(endedAt) ? Math.max(0, clock.wallMs() - endedAt) : 0;
      const untilMs = clock.monotonicMs() + Math.max(0, last.retry.backoffMs - passed);
      live.backoff = { attempt: last.attempt, untilMs };
    }
    return Math.max(0, live.backoff.untilMs - clock.monotonicMs());
  };

  const at = (ms: number): string => new Date(ms).toISOString();

  const waitingFacts = (jobId: string): Pick<LiveFacts, 'reason' | 'waiting'> => {
    const verdict = lives.get(jobId)?.verdict;
    const expected = outlook(jobId);
    if (!expected) return verdict ? { reason: verdict.of.reason } : {};
    const { position, startsInMs } = expected;
    return {
      reason: verdict?.of.reason ?? `waits for its turn: ${position - 1} jobs come first`,
      waiting: {
        position,
        blockedBy: verdict?.of.blockedBy ?? 'order',
        unblock: [...(verdict?.of.unblock ?? ['the start of the jobs before it'])],
        ...(verdict?.of.startsInMs !== undefined && { startsBy: at(verdict.atMs + verdict.of.startsInMs) }),
        ...(startsInMs !== undefined && { expectedAt: at(clock.wallMs() + startsInMs) }),
      },
    };
  };

  return {
    isDue: (record) => backoffMs(record) === 0 && awaited(record, awaits) === undefined,
    view(record) {
      const live = lives.get(record.jobId);
      const pause = backoffMs(record);
      const reason = awaited(record, awaits);
      const facts: LiveFacts = {
        ...(live?.progress && { progress: live.progress }),
        timings: timings(record.jobId),
        ...(pause > 0 && { inBackoff: true, reason: retryReason(record, pause) }),
        ...(pause === 0 && record.phase === 'waiting' && !record.cancel && waitingFacts(record.jobId)),
        ...(reason !== undefined && { reason }),
      };
      return jobView(record, facts);
    },
    setProgress(jobId, progress) {
      const live = liveOf(jobId);
      live.progress = progress;
      live.progressCount += 1;
      changed(jobId);
    },
    setVerdict(jobId, verdict) {
      const live = verdict ? liveOf(jobId) : lives.get(jobId);
      if (!live) return;
      const before = live.verdict?.of.reason;
      if (verdict) live.verdict = { of: verdict, atMs: clock.wallMs() };
      else delete live.verdict;
      if (before === verdict?.reason) return;
      live.progressCount += 1;
      changed(jobId);
    },
    progressOf: (jobId) => lives.get(jobId)?.progress,
    progressCount: (jobId) => lives.get(jobId)?.progressCount ?? 0,
  };
}

function retryReason(record: JobRecord, pauseMs: number): string {
  const last = record.attempts.at(-1);
  const cause = last?.cause?.message ?? 'unknown cause';
  return `attempt ${last?.attempt} failed (${cause}); the next begins in ${(pauseMs / 1_000).toFixed(1)} s`;
}

/** What the attempt that runs waits for, or the one that comes next. */
function awaited(record: JobRecord, awaits: OthersFacts['awaits']): string | undefined {
  const last = record.attempts.at(-1);
  const isOpen = record.phase === 'waiting' || currentAttempt(record) !== undefined;
  return last && isOpen ? awaits(record.jobId, last.attempt) : undefined;
}
