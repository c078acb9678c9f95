import type { FreeSlots, Pool } from './free-slots.js';
import type { RunningJob, WaitingJob } from './request.js';

/** A pool that a job waits for, and what later jobs may take of it meanwhile. */
export interface Hold {
  readonly job: WaitingJob;
  readonly pool: Pool;
  /** When it starts at the latest, as far as the ends of running jobs are known. */
  readonly startsInMs: number | undefined;
  /** Slots that it does not need even then. */
  readonly spare: number;
  /** It has waited too long to be overtaken by jobs of unknown length. */
  readonly isStarving: boolean;
  /** What it needs is already being given up. */
  readonly isComing: boolean;
  /** Running jobs that it waits for, the first to end first. */
  readonly waitsFor: readonly string[];
}

interface HoldParts {
  readonly slots: FreeSlots;
  readonly running: readonly RunningJob[];
  readonly input: { readonly rules: { readonly starvingMs: number; readonly leavingMs: number } };
}

interface Release {
  readonly jobId: string;
  readonly inMs: number;
  readonly slots: number;
}

/** The reservation of a job that does not fit now: when enough slots of the pool will have come back. */
export function holdFor({ slots, running, input }: HoldParts, job: WaitingJob, pool: Pool): Hold {
  const { min } = job.workers;
  const { starvingMs, leavingMs } = input.rules;
  const free = slots.freeOfSlots(pool, job);
  const going = sum(running.map((one) => slots.useful(pool, job, one.leaving)));
  const releases = running
    .flatMap((one) => releasesOf(one, leavingMs))
    .map((one) => ({ jobId: one.jobId, inMs: one.inMs, slots: slots.useful(pool, job, one.slots) }))
    .filter((one) => one.slots > 0)
    .sort((a, b) => a.inMs - b.inMs || (a.jobId < b.jobId ? -1 : 1));
  const { startsInMs, then } = reservation(free, min, releases);
  return {
    job,
    pool,
    startsInMs,
    spare: Math.max(0, then - min),
    isStarving: job.waitedMs >= starvingMs,
    isComing: free + going >= min,
    waitsFor: [...new Set(releases.map(({ jobId }) => jobId))].slice(0, 3),
  };
}

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);

/** Slots come back when ranks have left, or when the job ends. */
function releasesOf({ jobId, leaving, slots, endsInMs }: RunningJob, leavingMs: number) {
  return [
    { jobId, inMs: Math.min(leavingMs, endsInMs ?? Infinity), slots: leaving },
    ...(endsInMs === undefined ? [] : [{ jobId, inMs: endsInMs, slots }]),
  ];
}

function reservation(
  free: number,
  min: number,
  releases: readonly Release[],
): { readonly startsInMs: number | undefined; readonly then: number } {
  let there = free;
  for (const [index, { inMs, slots }] of releases.entries()) {
    there += slots;
    // What comes back at the same time counts too.
    if (there >= min && releases[index + 1]?.inMs !== inMs) return { startsInMs: inMs, then: there };
  }
  return { startsInMs: undefined, then: 0 };
}

/** How many slots of those that the holder could use a later job may take without delaying the holder. */
export function spareIn(hold: Hold, { durationMs }: WaitingJob): number {
  // Whoever gave way for it may be gone sooner than expected.
  if (hold.isComing) return hold.spare;
  if (hold.startsInMs === undefined) return hold.isStarving ? 0 : Infinity;
  return durationMs !== undefined && durationMs <= hold.startsInMs ? Infinity : hold.spare;
}

/** The hold after a later job took so many slots of those that the holder could use. */
export function usedUp(hold: Hold, { durationMs }: WaitingJob, slots: number): Hold {
  const isBack =
    !hold.isComing &&
    hold.startsInMs !== undefined &&
    durationMs !== undefined &&
    durationMs <= hold.startsInMs;
  return isBack ? hold : { ...hold, spare: Math.max(0, hold.spare - slots) };
}
