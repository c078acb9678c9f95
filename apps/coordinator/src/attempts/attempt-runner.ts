import { LIMITS, type wire } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import {
  type AttemptDriver,
  type AttemptDriverParts,
  createAttemptDriver,
  currentAttempt,
  type JobRecord,
  type RankNews,
  type RankPaces,
  readRankEvent,
} from '@ringmaster/scheduling';
import type { AuditLog } from '../audit/audit-log.js';
import type { FeedKind, JobFeed } from '../jobs/job-feed.js';
import type { LiveJobs } from '../jobs/live-jobs.js';

export interface AttemptRunnerParts extends AttemptDriverParts {
  readonly live: LiveJobs;
  readonly feed: JobFeed;
  readonly audit: AuditLog;
  readonly paces: RankPaces;
}

/**
 * The driver of attempts, and where everything goes that ranks say. A rank is believed through the agent that it was given to
 * alone, for good: its lines may come late, when it, its attempt, or its job has ended.
 */
export interface AttemptRunner extends AttemptDriver {
  /** Resolves when the event is durable. */
  rankEvent(agentId: string, event: wire.v1.RankEvent): Promise<void>;
}

export function createAttemptRunner(parts: AttemptRunnerParts): AttemptRunner {
  const { store, live, feed, logger } = parts;
  const stranger = createStrangerLog(parts);

  /** A full disk loses lines, not jobs. */
  const orLost = (jobId: string, kind: FeedKind, count: number) => (error: unknown) => {
    logger.error('lines of a rank were lost', { jobId, kind, lines: count, error: String(error) });
  };
  const append = (jobId: string, kind: FeedKind, lines: readonly string[]): Promise<void> =>
    feed.append(jobId, kind, lines).catch(orLost(jobId, kind, lines.length));

  const progressed = async (
    record: JobRecord,
    rank: number,
    { progress, timings }: Extract<RankNews, { kind: 'progress' }>,
  ): Promise<void> => {
    live.setProgress(record.jobId, progress);
    if (!timings) return;
    for (const input of parts.paces.add(record, rank, timings)) await store.feed(record.jobId, input);
  };

  return {
    ...createAttemptDriver(parts),
    async rankEvent(agentId, event) {
      const { jobId, attempt, rank } = event;
      const record = store.get(jobId);
      if (!record) return logger.warn('an agent reported about an unknown job', { agentId, jobId });
      if (!isOwn(record, agentId, event)) return stranger({ agentId, jobId, attempt, rank });
      const news = readOrFail(event);
      const isCurrent = currentAttempt(record)?.attempt === attempt;
      switch (news.kind) {
        case 'report':
          await store.feed(jobId, { kind: 'report', agentId, attempt, rank, report: news.report });
          return;
        case 'progress':
          if (isCurrent) await progressed(record, rank, news);
          return;
        case 'log':
          return append(jobId, 'log', news.lines);
        case 'audit':
          return parts.audit
            .append(jobId, attempt, news.lines)
            .catch(orLost(jobId, 'audit', news.lines.length));
        case 'metric':
          if (isCurrent) await append(jobId, 'metric', [news.line]);
          return;
      }
    },
  };
}

const isOwn = (record: JobRecord, agentId: string, { attempt, rank }: wire.v1.RankEvent): boolean =>
  record.attempts.find((one) => one.attempt === attempt)?.ranks[rank]?.agentId === agentId;

/** Tells of reports about ranks of others; a line in `LIMITS.strangerLogMs`, however many there are. */
function createStrangerLog({ clock, logger }: { readonly clock: Clock; readonly logger: Logger }) {
  let saidMs = Number.NEGATIVE_INFINITY;
  let untold = 0;
  return (facts: Readonly<Record<string, unknown>>): void => {
    untold += 1;
    const now = clock.monotonicMs();
    if (now - saidMs < LIMITS.strangerLogMs) return;
    logger.warn('an agent reported about a rank that it was not given; dropped', {
      ...facts,
      reports: untold,
    });
    saidMs = now;
    untold = 0;
  };
}

/** A report of a rank's end that cannot be read is still its end; anything else unreadable is refused. */
function readOrFail(event: wire.v1.RankEvent): ReturnType<typeof readRankEvent> {
  try {
    return readRankEvent(event);
  } catch (error) {
    if (!event.finished) throw error;
    const cause = { code: 'internal' as const, message: TrainError.from(error).message };
    return { kind: 'report', report: { kind: 'failed', failure: { cause, secondary: false } } };
  }
}
