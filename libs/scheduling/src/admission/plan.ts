import type { RankPlace } from '../job-events.js';
import { type FreeSlots, openFreeSlots, type Pool } from './free-slots.js';
import { type Hold, holdFor, spareIn, usedUp } from './hold.js';
import type { AgentOffer } from './offers.js';
import { openLedger, type QuotaLedger, type Quotas } from './quotas.js';
import { behind, leftOut, makingRoom, memoryShort, noSlots, overQuota, type Verdict } from './reasons.js';
import { compareRanked, type RunningJob, type WaitingJob } from './request.js';
import { type Concession, concessionFor } from './victims.js';

/** Constants of the policy, ms. */
export interface PlanRules {
  /** Waiting so long makes up for one point of priority. */
  readonly agingMs: number;
  /** Past it, jobs of unknown length may not overtake one that waits for its slots. */
  readonly starvingMs: number;
  /** What stopping with a checkpoint usually takes. */
  readonly leavingMs: number;
}

export interface PlanInput {
  readonly waiting: readonly WaitingJob[];
  readonly running: readonly RunningJob[];
  readonly agents: readonly AgentOffer[];
  readonly quotas: Quotas;
  readonly rules: PlanRules;
}

export interface Start {
  readonly jobId: string;
  readonly placed: readonly RankPlace[];
  /** Agents that could have made the gang larger, and why they were left out. */
  readonly leftOut: readonly string[];
}

export interface Plan {
  /** Gangs that begin now. */
  readonly starts: readonly Start[];
  /** Running jobs that go on with fewer ranks, so that `forJob` can begin. */
  readonly shrinks: readonly { readonly jobId: string; readonly workers: number; readonly forJob: string }[];
  /** Running jobs that stop with a checkpoint, so that `forJob` can begin. */
  readonly preemptions: readonly { readonly jobId: string; readonly forJob: string }[];
  /** Running jobs that may take idle slots, up to so many ranks. */
  readonly growth: readonly { readonly jobId: string; readonly workers: number }[];
  /** Why each of the others waits, in the order in which they are served. */
  readonly verdicts: readonly Verdict[];
}

/** What a plan works with while it is made. */
interface Draft {
  readonly input: PlanInput;
  readonly slots: FreeSlots;
  readonly ledger: QuotaLedger;
  /** The first job that waits for slots of a pool. */
  readonly holds: Map<Pool, Hold>;
  /** As they will be: those that give way leave, those that begin are there. */
  running: readonly RunningJob[];
  readonly starts: Start[];
  readonly shrinks: Plan['shrinks'][number][];
  readonly preemptions: Plan['preemptions'][number][];
  readonly verdicts: Verdict[];
}

/**
 * What to do now: a pure function, with the same plan for the same input, whatever the order of its lists.
 *
 * Jobs are served by priority, of which waiting makes up for some, then by age. A gang gets all of its slots at once,
 * between `workers.min` and min(`workers.max`, shards), or none: slots of one device kind and equal engines, dealt to the
 * agents in turn. The first job that does not fit holds its pool (EASY backfilling, Lifka 1995): it is told when it will start at the
 * latest, and later jobs take only what does not delay that. Where less urgent jobs hold what it needs, they give ranks up,
 * or stop with a checkpoint, but only if it then fits. Idle slots that nobody waits for go to running jobs.
 */
export function plan(input: PlanInput): Plan {
  const draft: Draft = {
    input,
    slots: openFreeSlots(input.agents),
    ledger: openLedger(input.quotas),
    holds: new Map(),
    running: input.running,
    starts: [],
    shrinks: [],
    preemptions: [],
    verdicts: [],
  };
  for (const job of input.running) draft.ledger.take(job, job.slots.length + job.leaving.length, 1);
  const { agingMs } = input.rules;
  for (const job of input.waiting.toSorted((a, b) => compareRanked(a, b, agingMs))) serve(draft, job);
  const { starts, shrinks, preemptions, verdicts } = draft;
  return { starts, shrinks, preemptions, growth: growthIn(draft), verdicts };
}

function serve(draft: Draft, job: WaitingJob): void {
  const { ledger, slots, verdicts } = draft;
  const { min } = job.workers;
  const room = ledger.room(job, 1);
  if (room < min) {
    verdicts.push(overQuota(job, ledger));
    return;
  }
  const want = Math.min(job.workers.max, job.shards, room);
  const found = bestPool(draft, job, want);
  if (found) return begin(draft, job, { ...found, want });
  const able = slots.pools.filter((pool) => slots.total(pool, job) >= min);
  const isOpen = (pool: Pool) => openTo(draft.holds.get(pool), job, slots.freeOfSlots) >= min;
  if (able.some((pool) => isOpen(pool) && slots.freeOfSlots(pool, job) >= min))
    verdicts.push(memoryShort(job, draft.input.agents));
  else if (able.length === 0) verdicts.push(noSlots(job, slots, draft.input.agents));
  else wait(draft, job, able);
}

/** Slots that the job may take of a pool as far as its holder goes: those that the holder can spare, or could not use. */
const openTo = (hold: Hold | undefined, job: WaitingJob, free: FreeSlots['free']): number =>
  hold ? spareIn(hold, job) + free(hold.pool, job, hold.job) : Infinity;

interface Found {
  readonly pool: Pool;
  readonly size: number;
}

/** GPUs first, then the largest gang, then by name: pools are in a fixed order. */
function bestPool(draft: Draft, job: WaitingJob, want: number): Found | undefined {
  let best: Found | undefined;
  for (const pool of draft.slots.pools) {
    const open = openTo(draft.holds.get(pool), job, draft.slots.free);
    if (open < job.workers.min) continue;
    const size = Math.min(draft.slots.free(pool, job), open, want);
    if (size < job.workers.min) continue;
    const gpu = Number(pool.device === 'gpu') - Number(best?.pool.device === 'gpu');
    if (!best || gpu > 0 || (gpu === 0 && size > best.size)) best = { pool, size };
  }
  return best;
}

function begin(draft: Draft, job: WaitingJob, { pool, size, want }: Found & { readonly want: number }): void {
  const others = size < want ? leftOut(draft.slots, job, pool) : [];
  const hold = draft.holds.get(pool);
  const placed = draft.slots.deal(pool, job, { count: size, beside: hold?.job });
  draft.starts.push({ jobId: job.jobId, placed, leftOut: others });
  draft.ledger.take(job, placed.length, 1);
  if (hold) draft.holds.set(pool, usedUp(hold, job, draft.slots.useful(pool, hold.job, placed)));
  draft.running = [...draft.running, asRunning(job, placed)];
}

/** It has just begun: it does not give way in this plan. */
const asRunning = (job: WaitingJob, placed: readonly RankPlace[]): RunningJob => ({
  ...job,
  min: job.workers.min,
  wanted: placed.length,
  slots: placed,
  leaving: [],
  canStop: false,
  canShrink: false,
  restartMs: 0,
  ...(job.durationMs !== undefined && { endsInMs: job.durationMs }),
});

/** Its slots are not free. It holds a pool that no earlier job holds, and others make room for it where they have to. */
function wait(draft: Draft, job: WaitingJob, able: readonly Pool[]): void {
  const { agingMs } = draft.input.rules;
  const free = able.filter((pool) => !draft.holds.has(pool));
  const [first] = free;
  if (!first) {
    const blocker = draft.holds.get(able[0] as Pool) as Hold;
    draft.verdicts.push(behind(job, blocker, draft.slots.freeOfSlots(blocker.pool, job)));
    return;
  }
  const soon = free.map((pool) => holdFor(draft, job, pool));
  const coming = soon.find(({ isComing }) => isComing);
  const ways = coming
    ? []
    : free.flatMap((pool) => {
        const concession = concessionFor({ job, pool, ...draft, agingMs });
        return concession ? [{ pool, concession }] : [];
      });
  const way = ways.reduce<(typeof ways)[number] | undefined>(
    (best, one) => (best && best.concession.cost <= one.concession.cost ? best : one),
    undefined,
  );
  if (way) giveWay(draft, job, way.concession);
  const hold = way ? holdFor(draft, job, way.pool) : (coming ?? earliest(soon));
  draft.holds.set(hold.pool, hold);
  draft.verdicts.push(
    way ? makingRoom(job, hold, way.concession) : noSlots(job, draft.slots, draft.input.agents, hold),
  );
}

const earliest = (holds: readonly Hold[]): Hold =>
  holds.reduce((a, b) => ((b.startsInMs ?? Infinity) < (a.startsInMs ?? Infinity) ? b : a));

function giveWay(draft: Draft, job: WaitingJob, { shrink, preempt }: Concession): void {
  const workersOf = new Map<string, number>();
  for (const victim of preempt) {
    workersOf.set(victim.jobId, 0);
    draft.preemptions.push({ jobId: victim.jobId, forJob: job.jobId });
  }
  for (const { job: victim, workers } of shrink) {
    workersOf.set(victim.jobId, workers);
    draft.shrinks.push({ jobId: victim.jobId, workers, forJob: job.jobId });
  }
  draft.running = draft.running.map((one) => {
    const workers = workersOf.get(one.jobId);
    if (workers === undefined) return one;
    return {
      ...one,
      wanted: workers,
      slots: one.slots.slice(0, workers),
      leaving: [...one.leaving, ...one.slots.slice(workers)],
      canStop: false,
      canShrink: false,
    };
  });
}

/** Where nobody waits for slots, running jobs may take them; one that is too small to go on may always. */
function growthIn({ running, input, holds, slots, ledger, verdicts }: Draft): Plan['growth'] {
  const known = new Set(input.running.map(({ jobId }) => jobId));
  const isHeld = (job: RunningJob) =>
    [...holds.keys()].some((pool) =>
      pool.members.some(({ agentId }) => job.slots.some((slot) => slot.agentId === agentId)),
    );
  // No slot can be kept for whoever lacks memory, but no other rank needs to take it.
  const isShort = verdicts.some(({ blockedBy }) => blockedBy === 'memory');
  const anyFree = slots.pools.some(({ idle }) => idle > 0);
  if (!anyFree) return [];
  return running
    .toSorted((a, b) => compareRanked(a, b, input.rules.agingMs))
    .flatMap((job) => {
      const size = job.slots.length;
      if (!known.has(job.jobId) || size === 0 || job.leaving.length > 0 || size >= job.wanted) return [];
      if (size >= job.min && (isShort || isHeld(job))) return [];
      const more = Math.min(job.wanted - size, ledger.room(job, 0));
      if (more <= 0) return [];
      ledger.take(job, more, 0);
      return [{ jobId: job.jobId, workers: size + more }];
    });
}
