import { LIMITS, type RankTimings, type StepTimings } from '@ringmaster/contracts';
import { type Clock, generationName } from '@ringmaster/core';
import type { JobInput } from '../job-inputs.js';
import { type AttemptRecord, currentAttempt, isLive, type JobRecord, membersOf } from '../job-record.js';
import { gainOf } from './shard-shares.js';
import { slowRanks } from './slow-ranks.js';

/** Where the time of ranks goes, over their last seconds; known only while this process lives, of the newest jobs. */
export interface RankPaces {
  /** Takes note of what a rank says, and gives what follows for the job. */
  add(record: JobRecord, rank: number, timings: StepTimings): readonly JobInput[];
  /** Of the ranks of the running attempt, or of the last one while nothing is known of a newer; by rank. */
  of(jobId: string): readonly RankTimings[];
}

interface Report extends StepTimings {
  readonly atMs: number;
}

interface Pace {
  /** The generation that it is of: with other members all times are others. */
  readonly of: string;
  readonly sinceMs: number;
  readonly reports: Map<number, readonly Report[]>;
  /** Ranks that have said something. Their first report is passed over: a first step compiles, connects, warms up. */
  readonly heard: Set<number>;
}

export function createRankPaces(clock: Clock): RankPaces {
  const paces = new Map<string, Pace>();

  const paceOf = (jobId: string, of: string): Pace => {
    const known = paces.get(jobId);
    if (known?.of === of) return known;
    const fresh: Pace = { of, sinceMs: clock.monotonicMs(), reports: new Map(), heard: new Set() };
    paces.delete(jobId);
    paces.set(jobId, fresh);
    for (const oldest of [...paces.keys()].slice(0, -LIMITS.pacedJobs)) paces.delete(oldest);
    return fresh;
  };
  const timingsOf = (pace: Pace | undefined): readonly RankTimings[] =>
    [...(pace?.reports ?? [])]
      .map(([rank, reports]) => meanOf(rank, reports))
      .sort((a, b) => a.rank - b.rank);

  return {
    of: (jobId) => timingsOf(paces.get(jobId)),
    add(record, rank, timings) {
      const attempt = currentAttempt(record);
      if (!attempt) return [];
      const pace = paceOf(record.jobId, `${attempt.attempt}/${generationName(attempt.generation)}`);
      const atMs = clock.monotonicMs();
      if (!pace.heard.has(rank)) {
        pace.heard.add(rank);
        return [];
      }
      pace.reports.set(rank, recent([...(pace.reports.get(rank) ?? []), { ...timings, atMs }], atMs));
      if (atMs - pace.sinceMs < LIMITS.paceMs) return [];
      const members = membersOf(attempt).filter(isLive);
      const known = timingsOf(pace);
      const isJudged = (one: RankTimings | undefined) => one !== undefined && one.steps >= LIMITS.paceSteps;
      if (!members.every((member) => isJudged(known.find((one) => one.rank === member.rank)))) return [];
      const balancing = atMs - pace.sinceMs < LIMITS.rebalanceMs ? [] : rebalanced(record, attempt, known);
      if (balancing.length > 0) return balancing;
      const before = new Set(members.flatMap((member) => (member.slow ? [member.rank] : [])));
      const now = slowRanks(known, before);
      return members
        .filter((member) => before.has(member.rank) !== now.has(member.rank))
        .map((member) => {
          const slow = now.get(member.rank);
          return { kind: 'pace', attempt: attempt.attempt, rank: member.rank, ...(slow && { slow }) };
        });
    },
  };
}

/** Where the job shares shards by speed, and steps would be enough shorter so. */
function rebalanced(
  record: JobRecord,
  attempt: AttemptRecord,
  timings: readonly RankTimings[],
): readonly JobInput[] {
  if (record.job.training.shardRanges !== 'proportional' || attempt.resizing === attempt.generation.n)
    return [];
  const shardMs = timings.flatMap(({ rank, shardMs: ms }) => (ms ? [{ rank, ms }] : []));
  const gain = gainOf(record, attempt, (rank) => shardMs.find((one) => one.rank === rank)?.ms);
  return gain >= LIMITS.rebalanceGain ? [{ kind: 'speeds', attempt: attempt.attempt, shardMs }] : [];
}

/** Reports of the last `paceMs`, and older ones where those are of too few steps. */
function recent(reports: readonly Report[], nowMs: number): readonly Report[] {
  let steps = 0;
  const kept: Report[] = [];
  for (const report of [...reports].reverse()) {
    if (steps >= LIMITS.paceSteps && nowMs - report.atMs > LIMITS.paceMs) break;
    kept.push(report);
    steps += report.steps;
  }
  return kept.reverse();
}

function meanOf(rank: number, reports: readonly Report[]): RankTimings {
  const steps = reports.reduce((sum, report) => sum + report.steps, 0);
  const totals = new Map<string, number>();
  for (const { phases } of reports)
    for (const [phase, ms] of Object.entries(phases)) totals.set(phase, (totals.get(phase) ?? 0) + ms);
  const computed = reports.reduce((sum, report) => sum + report.steps * report.shards, 0);
  const workMs = (totals.get('data') ?? 0) + (totals.get('compute') ?? 0);
  return {
    rank,
    steps,
    shards: reports.at(-1)?.shards ?? 0,
    phases: Object.fromEntries([...totals].map(([phase, ms]) => [phase, ms / steps])),
    ...(computed > 0 && { shardMs: workMs / computed }),
  };
}
