import type { FreeSlots, Pool, Shape } from './free-slots.js';
import { compareRanked, rankOf, type Ranked, type RunningJob } from './request.js';

/** What running jobs give up for a waiting one. */
export interface Concession {
  /** Jobs that go on with fewer ranks. */
  readonly shrink: readonly { readonly job: RunningJob; readonly workers: number }[];
  /** Jobs that stop with a checkpoint and wait. */
  readonly preempt: readonly RunningJob[];
  /** What the stopped ones need to start again, in slot milliseconds: nothing else of theirs is lost. */
  readonly cost: number;
}

export interface ConcessionRequest {
  readonly job: Ranked & Shape;
  readonly pool: Pool;
  readonly slots: FreeSlots;
  readonly running: readonly RunningJob[];
  readonly agingMs: number;
}

interface Candidate {
  readonly job: RunningJob;
  /** Slots that help, of all of its ranks and of those that it can give up and go on. */
  readonly all: number;
  readonly spare: number;
  readonly cost: number;
}

/** Only a job that is less urgent and would be served later gives way: nobody is stopped twice for the same one. */
export const givesWay = (running: Ranked, waiting: Ranked, agingMs: number): boolean =>
  running.priority > waiting.priority && rankOf(running, agingMs) > rankOf(waiting, agingMs);

/**
 * The cheapest way to make `workers.min` of the job fit into the pool, or undefined when there is none: nobody gives
 * anything up in vain. Jobs that can go on with fewer ranks shrink, the least urgent first. Where that is not enough, jobs stop: the most
 * urgent of them is as little urgent as can be; among those sets the one with the lowest cost is taken, then the one with
 * the fewest jobs.
 */
export function concessionFor(request: ConcessionRequest): Concession | undefined {
  const { job, pool, slots } = request;
  const leaving = request.running.map((one) => ({ ...one, slots: one.leaving }));
  const coming = sum(leaving, (one) => slots.useful(pool, job, one.slots));
  const need = job.workers.min - slots.freeOfSlots(pool, job) - coming;
  // Where slots are not what is missing, giving some up would not help.
  if (need <= 0) return undefined;
  const candidates = candidatesOf(request);
  const stopped = sum(candidates, ({ spare }) => spare) >= need ? [] : cheapestStop(candidates, need);
  if (!stopped) return undefined;
  const shrink = shrinkFor(
    request,
    candidates.filter((one) => !stopped.includes(one)),
    need - sum(stopped, ({ all }) => all),
  );
  const preempt = stopped.map(({ job: victim }) => victim);
  const given = [
    ...leaving,
    ...preempt,
    ...shrink.map(({ job: victim, workers }) => ({ ...victim, slots: victim.slots.slice(workers) })),
  ];
  if (!slots.wouldFit(pool, job, given)) return undefined;
  return { shrink, preempt, cost: sum(stopped, ({ cost }) => cost) };
}

const sum = <T>(list: readonly T[], of: (one: T) => number): number =>
  list.reduce((total, one) => total + of(one), 0);

/** Those that may be asked and whose slots help, the least urgent first. */
function candidatesOf({ job, pool, slots, running, agingMs }: ConcessionRequest): readonly Candidate[] {
  return running
    .filter((victim) => (victim.canStop || victim.canShrink) && givesWay(victim, job, agingMs))
    .map((victim) => ({
      job: victim,
      all: victim.canStop ? slots.useful(pool, job, victim.slots) : 0,
      spare: victim.canShrink ? slots.useful(pool, job, victim.slots.slice(victim.min)) : 0,
      cost: victim.slots.length * victim.restartMs,
    }))
    .filter(({ all, spare }) => all > 0 || spare > 0)
    .sort((a, b) => compareRanked(b.job, a.job, agingMs));
}

/** Everybody gives what it can spare; what is still missing is covered by jobs that stop. */
function cheapestStop(candidates: readonly Candidate[], need: number): readonly Candidate[] | undefined {
  const urgencies = [...new Set(candidates.map(({ job }) => job.priority))].sort((a, b) => b - a);
  const missing = need - sum(candidates, ({ spare }) => spare);
  for (const urgency of urgencies) {
    const allowed = candidates.filter(({ job, all, spare }) => job.priority >= urgency && all > spare);
    if (sum(allowed, ({ all, spare }) => all - spare) >= missing) return cheapestCover(allowed, missing);
  }
  return undefined;
}

interface Cover {
  readonly cost: number;
  readonly chosen: readonly Candidate[];
}

/** Minimum knapsack cover by dynamic programming over the slots that are covered; exact. */
function cheapestCover(candidates: readonly Candidate[], need: number): readonly Candidate[] | undefined {
  const best: (Cover | undefined)[] = [{ cost: 0, chosen: [] }];
  for (const candidate of candidates)
    for (let covered = need - 1; covered >= 0; covered--) {
      const before = best[covered];
      if (!before) continue;
      const now = Math.min(need, covered + candidate.all - candidate.spare);
      const cover = { cost: before.cost + candidate.cost, chosen: [...before.chosen, candidate] };
      if (isCheaper(cover, best[now])) best[now] = cover;
    }
  return best[need]?.chosen;
}

const isCheaper = (a: Cover, b: Cover | undefined): boolean =>
  !b || a.cost < b.cost || (a.cost === b.cost && a.chosen.length < b.chosen.length);

/** As few ranks as are missing, from the least urgent first. */
function shrinkFor(
  { job, pool, slots }: ConcessionRequest,
  candidates: readonly Candidate[],
  missing: number,
): Concession['shrink'] {
  const shrink: { job: RunningJob; workers: number }[] = [];
  let left = missing;
  for (const { job: victim, spare } of candidates) {
    if (left <= 0) break;
    if (spare === 0) continue;
    const wanted = Math.min(left, spare);
    let workers = victim.slots.length;
    let given = 0;
    while (given < wanted) given = slots.useful(pool, job, victim.slots.slice(--workers));
    shrink.push({ job: victim, workers });
    left -= given;
  }
  return shrink;
}
