import type { ErrorCode } from '@ringmaster/contracts';
import type { JobRecord, RankRecord } from '../job-record.js';

/** Failures that speak against the machine: the process ended, and nobody else's end explains it. */
const SUSPICIOUS: ReadonlySet<ErrorCode> = new Set([
  'rank_crashed',
  'rank_out_of_memory',
  'internal',
  'disk_full',
]);

/** What happened to a rank on an agent. */
export type AgentNews = { readonly agentId: string; readonly jobId: string } & (
  { readonly kind: 'failed'; readonly message: string } | { readonly kind: 'succeeded' }
);

/** What a change of a job's record says about the agents that its ranks are on. */
export function agentNews(before: JobRecord | undefined, after: JobRecord): readonly AgentNews[] {
  const attempt = after.attempts.at(-1);
  if (!attempt || before === after) return [];
  const earlier = before?.attempts.at(-1);
  const ranks = earlier?.attempt === attempt.attempt ? earlier.ranks : [];
  return attempt.ranks.flatMap((rank) =>
    ranks[rank.rank]?.state === rank.state ? [] : newsOf(after.jobId, rank),
  );
}

function newsOf(jobId: string, { agentId, state, failure, result }: RankRecord): readonly AgentNews[] {
  if (state === 'finished' && result) return [{ agentId, jobId, kind: 'succeeded' }];
  if (state !== 'failed' || !failure || failure.secondary || !SUSPICIOUS.has(failure.cause.code)) return [];
  return [{ agentId, jobId, kind: 'failed', message: failure.cause.message }];
}

export interface HealthRules {
  /** Different jobs that failed there, with none that succeeded between, after which it is left out. */
  readonly failures: number;
  /** Older failures are forgotten. */
  readonly windowMs: number;
  /** How long it is left out at first; doubles with every further time, up to the last. */
  readonly coolDownMs: number;
  readonly coolDownMaxMs: number;
}

interface Health {
  /** The latest failure of each job, oldest first. */
  readonly failures: readonly { readonly jobId: string; readonly atMs: number; readonly message: string }[];
  readonly times: number;
  readonly untilMs?: number;
}

/** An agent that is left out. */
export interface Exclusion {
  readonly agentId: string;
  readonly untilMs: number;
  readonly reason: string;
}

/** Agents on which jobs fail, by agent id: immutable. */
export type HealthBook = ReadonlyMap<string, Health>;

const NOTHING: Health = { failures: [], times: 0 };

/**
 * Notes what happened. An agent on which several jobs failed one after the other gets no ranks for a while; the time is
 * doubled when the next job fails there too. One that succeeds clears its name.
 */
export function noteAgent(
  book: HealthBook,
  news: AgentNews & { readonly atMs: number },
  rules: HealthRules,
): HealthBook {
  const { agentId, jobId, atMs } = news;
  const next = new Map(book);
  if (news.kind === 'succeeded') {
    next.delete(agentId);
    return next;
  }
  const before = next.get(agentId) ?? NOTHING;
  const failures = [
    ...before.failures.filter((one) => one.jobId !== jobId && atMs - one.atMs < rules.windowMs),
    { jobId, atMs, message: news.message },
  ];
  // After its time it is on probation: the next failure counts.
  const isOver = before.times > 0 ? (before.untilMs ?? 0) <= atMs : failures.length >= rules.failures;
  const { times } = before;
  const coolDownMs = Math.min(rules.coolDownMaxMs, rules.coolDownMs * 2 ** times);
  next.set(
    agentId,
    isOver ? { failures, times: times + 1, untilMs: atMs + coolDownMs } : { ...before, failures },
  );
  return next;
}

/** Agents that get nothing now. */
export function exclusionsAt(book: HealthBook, nowMs: number): readonly Exclusion[] {
  return [...book].flatMap(([agentId, { untilMs = 0, failures }]) => {
    const last = failures.at(-1);
    if (untilMs <= nowMs || !last) return [];
    const jobs = failures.map(({ jobId }) => jobId).join(', ');
    const reason = `${failures.length === 1 ? 'job' : 'jobs'} ${jobs} failed there one after the other; the last one: ${last.message}`;
    return [{ agentId, untilMs, reason }];
  });
}
