import { durationMs, type ResolvedJob } from '@ringmaster/contracts';
import { type AttemptRecord, type JobRecord, membersOf } from '../job-record.js';

/** What earlier runs of the same work took; immutable. */
export type DurationBook = ReadonlyMap<string, readonly number[]>;

/** Runs that are remembered of one work, and works that are remembered. */
const RUNS = 5;
const WORKS = 1_000;

/** Every plan asks for the key of every job that it looks at. */
const keys = new WeakMap<ResolvedJob, string>();

/** Jobs of equal keys do the same work, whatever their seed, priority and number of workers. */
export function workKey(job: ResolvedJob): string {
  const known = keys.get(job);
  if (known !== undefined) return known;
  const { model, data, training } = job;
  const { dataset, source, batchSize, config } = data;
  const { epochs, maxSteps, shards } = training;
  const work = [model.name, model.config, dataset, source, config, batchSize, epochs, maxSteps, shards];
  const key = JSON.stringify(work);
  keys.set(job, key);
  return key;
}

/** Shards that the busiest of so many ranks computes one after the other. */
const rounds = ({ training: { shards } }: ResolvedJob, ranks: number): number =>
  Math.ceil(shards / Math.max(1, ranks));

/** Remembers a job that succeeded in one attempt, from its beginning. */
export function noteDuration(book: DurationBook, record: JobRecord): DurationBook {
  const [attempt, second] = record.attempts;
  if (record.phase !== 'succeeded' || !attempt || second || attempt.resumeFrom !== undefined) return book;
  const ms = Date.parse(attempt.endedAt ?? '') - Date.parse(attempt.startedAt);
  if (!Number.isFinite(ms)) return book;
  const key = workKey(record.job);
  const perRound = ms / rounds(record.job, membersOf(attempt).length);
  const next = new Map(book);
  next.delete(key);
  next.set(key, [...(book.get(key) ?? []), perRound].slice(-RUNS));
  const [oldest] = next.keys();
  if (next.size > WORKS && oldest !== undefined) next.delete(oldest);
  return next;
}

/** How long a job runs on so many ranks: what earlier runs took (their median), and no longer than its wall time; with its source. */
export interface Expected {
  readonly ms: number;
  readonly from: 'past runs' | 'limits.wallTime';
}

export function expectedDuration(book: DurationBook, job: ResolvedJob, ranks: number): Expected | undefined {
  const { wallTime } = job.limits;
  const most = wallTime === undefined ? undefined : durationMs(wallTime);
  const runs = book.get(workKey(job))?.toSorted((a, b) => a - b) ?? [];
  const middle = runs[runs.length >> 1];
  const learned = middle === undefined ? undefined : Math.round(middle * rounds(job, ranks));
  if (learned !== undefined && learned <= (most ?? Infinity)) return { ms: learned, from: 'past runs' };
  return most === undefined ? undefined : { ms: most, from: 'limits.wallTime' };
}

/** What a running attempt has left by its own progress; undefined before its first steps. */
export function remainingMs(
  progress:
    { readonly step: number; readonly totalSteps: number; readonly stepMs: number | null } | undefined,
): number | undefined {
  if (!progress || progress.stepMs === null || progress.step === 0) return undefined;
  return Math.max(0, progress.totalSteps - progress.step) * progress.stepMs;
}

/** From its start to its first step. */
export const startupMs = ({ startedAt, generations }: AttemptRecord): number | undefined => {
  const begunAt = generations[0]?.at;
  return begunAt === undefined ? undefined : Math.max(0, Date.parse(begunAt) - Date.parse(startedAt));
};
