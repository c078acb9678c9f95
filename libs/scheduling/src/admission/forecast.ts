import { openFreeSlots, type FreeSlots, type Pool } from './free-slots.js';
import type { PlanInput } from './plan.js';
import { compareRanked, type WaitingJob } from './request.js';

/** When a waiting job will probably start. */
export interface Outlook {
  readonly jobId: string;
  /** Its place among the waiting ones, from 1. */
  readonly position: number;
  /** Absent where the end of a job before it is unknown, or where it cannot start at all. */
  readonly startsInMs?: number;
}

interface Line {
  free: number;
  /** Slots that come back, the first one last. */
  readonly ends: { readonly inMs: number; readonly slots: number }[];
  /** Nobody in this pool starts before whoever came before him. */
  sinceMs: number;
}

/**
 * Plays the queue forward: everybody starts in turn as soon as `workers.min` slots are free, and runs as long as it is
 * expected to. Overtaking, growing and giving way are left out, so most jobs start sooner. Counts slots, not
 * memory and quotas; where only some of them would do for a job that brings code, its start is unknown. O(n log n) for n jobs.
 */
export function forecast({ waiting, running, agents, rules }: Omit<PlanInput, 'quotas'>): readonly Outlook[] {
  const slots = openFreeSlots(agents);
  const poolOf = poolsByAgent(slots.pools);
  const lines = new Map<Pool, Line>(slots.pools.map((pool) => [pool, lineOf(pool)]));
  for (const job of running) {
    const first = job.slots[0] ?? job.leaving[0];
    const line = first && lines.get(poolOf.get(first.agentId) as Pool);
    if (!line) continue;
    if (job.leaving.length > 0) add(line, rules.leavingMs, job.leaving.length);
    if (job.slots.length > 0) add(line, job.endsInMs ?? Infinity, job.slots.length);
  }
  return waiting
    .toSorted((a, b) => compareRanked(a, b, rules.agingMs))
    .map((job, index) => {
      const startsInMs = begin(slots, lines, job);
      const known = startsInMs !== undefined && Number.isFinite(startsInMs);
      return { jobId: job.jobId, position: index + 1, ...(known && { startsInMs }) };
    });
}

const poolsByAgent = (pools: readonly Pool[]): ReadonlyMap<string, Pool> =>
  new Map(pools.flatMap((pool) => pool.members.map(({ agentId }) => [agentId, pool] as const)));

const lineOf = ({ idle }: Pool): Line => ({ free: idle, ends: [], sinceMs: 0 });

/** Keeps `ends` in order, the earliest last. */
function add({ ends }: Line, inMs: number, slots: number): void {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as { inMs: number }).inMs > inMs) low = middle + 1;
    else high = middle;
  }
  ends.splice(low, 0, { inMs, slots });
}

/** Where it can start first; takes its slots there. */
function begin(slots: FreeSlots, lines: ReadonlyMap<Pool, Line>, job: WaitingJob): number | undefined {
  const { min, max } = job.workers;
  let best: { readonly line: Line; readonly atMs: number } | undefined;
  for (const [pool, line] of lines) {
    const total = slots.total(pool, job);
    // How many of the line's slots are on workers that load code, nobody counts.
    if (total < min || (job.bringsCode && total < slots.total(pool, { ...job, bringsCode: false }))) continue;
    const atMs = startIn(line, min);
    if (!best || atMs < best.atMs) best = { line, atMs };
  }
  if (!best) return undefined;
  const { line, atMs } = best;
  if (!Number.isFinite(atMs)) {
    line.sinceMs = Infinity;
    return undefined;
  }
  line.sinceMs = atMs;
  while ((line.ends.at(-1)?.inMs ?? Infinity) <= atMs) line.free += line.ends.pop()?.slots ?? 0;
  const size = Math.min(max, job.shards, Math.max(min, line.free));
  line.free -= size;
  add(line, atMs + (job.durationMs ?? Infinity), size);
  return atMs;
}

function startIn({ free, ends, sinceMs }: Line, min: number): number {
  let there = free;
  let atMs = sinceMs;
  for (let index = ends.length - 1; there < min && index >= 0; index--) {
    const end = ends[index] as { inMs: number; slots: number };
    there += end.slots;
    atMs = Math.max(atMs, end.inMs);
  }
  return there >= min ? atMs : Infinity;
}
