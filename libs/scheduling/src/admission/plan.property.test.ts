import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleJob } from '../testing/job-samples.js';
import type { AgentOffer } from './offers.js';
import { plan, type Plan, type PlanInput } from './plan.js';
import type { Quotas } from './quotas.js';
import { compareRanked, type HeldSlot, type RunningJob, type WaitingJob } from './request.js';
import { givesWay } from './victims.js';

const RULES = { agingMs: 60_000, starvingMs: 60_000, leavingMs: 5_000 };
const OWNERS = ['ann', 'bob'] as const;
const nameOf = ({ agentId, slot }: HeldSlot) => `${agentId}/${slot}`;

const cluster = fc.array(
  fc.record({
    engine: fc.constantFrom('x', 'x', 'y'),
    allowCode: fc.boolean(),
    threads: fc.array(fc.constantFrom(1, 1, 2), { minLength: 1, maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 3 },
);
const common = {
  owner: fc.constantFrom(...OWNERS),
  priority: fc.constantFrom(0, 50, 100),
  waitedMs: fc.constantFrom(0, 1_000, 90_000, 10_000_000),
};
const known = fc.option(fc.integer({ min: 1, max: 200_000 }), { nil: undefined });
const waitingJob = fc.record({
  ...common,
  min: fc.integer({ min: 1, max: 4 }),
  more: fc.integer({ min: 0, max: 3 }),
  threads: fc.constantFrom(1, 1, 2),
  bringsCode: fc.boolean(),
  durationMs: known,
});
const runningJob = fc.record({
  ...common,
  size: fc.integer({ min: 1, max: 3 }),
  spare: fc.integer({ min: 0, max: 2 }),
  canStop: fc.boolean(),
  canShrink: fc.boolean(),
  isStopping: fc.boolean(),
  endsInMs: known,
  restartMs: fc.integer({ min: 0, max: 5 }),
});
const quota = fc.record(
  { slots: fc.integer({ min: 0, max: 6 }), jobs: fc.integer({ min: 0, max: 4 }) },
  { requiredKeys: [] },
);
const quotasOf = fc.record({ owners: fc.record({ ann: quota, bob: quota }, { requiredKeys: [] }) });

/** A cluster on which running jobs hold some of the slots. */
const input = fc
  .record({
    cluster,
    waiting: fc.array(waitingJob, { maxLength: 6 }),
    running: fc.array(runningJob, { maxLength: 5 }),
    quotas: quotasOf,
  })
  .map(({ cluster: raw, waiting, running, quotas }): PlanInput => {
    const places = raw.map(({ threads }, index) =>
      threads.map((_, slot) => ({ agentId: `agent-${index}`, slot })),
    );
    const jobs: RunningJob[] = [];
    const idle = places.map((slots) => [...slots]);
    running.forEach(({ size, spare, isStopping, endsInMs, ...job }, index) => {
      const engine = raw[index % raw.length]?.engine;
      const open = idle.filter((_, agent) => raw[agent]?.engine === engine);
      const slots = open.flatMap((of) => of.splice(0, size)).slice(0, size);
      if (slots.length === 0) return;
      jobs.push({
        ...job,
        jobId: `run-${index}`,
        min: Math.max(1, slots.length - spare),
        wanted: slots.length + spare,
        slots: isStopping ? [] : slots,
        leaving: isStopping ? slots : [],
        canStop: job.canStop && !isStopping,
        canShrink: job.canShrink && !isStopping,
        ...(endsInMs !== undefined && { endsInMs }),
      });
    });
    const held = new Set(jobs.flatMap(({ slots, leaving }) => [...slots, ...leaving]).map(nameOf));
    return {
      agents: raw.map(({ engine, allowCode, threads }, index): AgentOffer => ({
        agentId: `agent-${index}`,
        engine,
        allowCode,
        slots: threads.map((cpuThreads, slot) => ({
          slot,
          device: 'cpu',
          cpuThreads,
          free: !held.has(`agent-${index}/${slot}`),
        })),
      })),
      waiting: waiting.map(({ min, more, threads, durationMs, ...job }, index): WaitingJob => ({
        ...job,
        jobId: `wait-${index}`,
        workers: {
          ...sampleJob({ min, max: min + more }).workers,
          slots: { device: 'auto', cpuThreads: threads },
        },
        shards: 8,
        ...(durationMs !== undefined && { durationMs }),
      })),
      running: jobs,
      quotas: quotas as Quotas,
      rules: RULES,
    };
  });

const holds = (claim: (given: PlanInput, made: Plan) => void) =>
  fc.assert(
    fc.property(input, (given) => claim(given, plan(given))),
    { numRuns: 300 },
  );

const find = <T extends { readonly jobId: string }>(list: readonly T[], jobId: string): T => {
  const found = list.find((one) => one.jobId === jobId);
  if (!found) throw new Error(`no job ${jobId}`);
  return found;
};
const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);

const suits = (
  { workers, bringsCode }: WaitingJob,
  { allowCode }: AgentOffer,
  { cpuThreads }: AgentOffer['slots'][number],
): boolean => cpuThreads >= workers.slots.cpuThreads && (!bringsCode || allowCode === true);

/** The most free slots that fit and may work together, with these names free. */
function largest(agents: readonly AgentOffer[], job: WaitingJob, free: ReadonlySet<string>): number {
  const engines = new Map<string, number>();
  for (const agent of agents)
    for (const slot of agent.slots)
      if (suits(job, agent, slot) && free.has(`${agent.agentId}/${slot.slot}`))
        engines.set(agent.engine, (engines.get(agent.engine) ?? 0) + 1);
  return Math.max(0, ...engines.values());
}

const freeNames = (agents: readonly AgentOffer[]) =>
  agents.flatMap(({ agentId, slots }) =>
    slots.filter(({ free }) => free).map(({ slot }) => nameOf({ agentId, slot })),
  );

/** Free slots that jobs before this one did not take. */
function freeBefore(
  agents: readonly AgentOffer[],
  waiting: readonly WaitingJob[],
  { starts, job }: { readonly starts: Plan['starts']; readonly job: WaitingJob },
): Set<string> {
  const free = new Set(freeNames(agents));
  for (const { jobId, placed } of starts)
    if (compareRanked(find(waiting, jobId), job, RULES.agingMs) < 0)
      for (const place of placed) free.delete(nameOf(place));
  return free;
}

/** Slots of the pools that an earlier job may hold: it waits for slots, and all of them together would do. */
function keptBefore(
  agents: readonly AgentOffer[],
  waiting: readonly WaitingJob[],
  { verdicts, job }: { readonly verdicts: Plan['verdicts']; readonly job: WaitingJob },
): ReadonlySet<string> {
  const earlier = verdicts
    .map(({ jobId }) => find(waiting, jobId))
    .filter((other) => compareRanked(other, job, RULES.agingMs) < 0);
  const all = (engine: string) => agents.filter((agent) => agent.engine === engine);
  const slotNames = (some: readonly AgentOffer[]) =>
    some.flatMap(({ agentId, slots }) => slots.map(({ slot }) => nameOf({ agentId, slot })));
  const engines = [...new Set(agents.map(({ engine }) => engine))].filter((engine) =>
    earlier.some(
      (other) => largest(all(engine), other, new Set(slotNames(all(engine)))) >= other.workers.min,
    ),
  );
  return new Set(engines.flatMap((engine) => slotNames(all(engine))));
}

describe('a plan', () => {
  it('answers every waiting job once, and is the same whatever the order of its input', () => {
    holds((given, made) => {
      const answered = [...made.starts, ...made.verdicts].map(({ jobId }) => jobId);
      expect(answered.toSorted()).toEqual(given.waiting.map(({ jobId }) => jobId).toSorted());
      for (const { reason, unblock } of made.verdicts) {
        expect(reason).not.toBe('');
        expect(unblock.length).toBeGreaterThan(0);
      }
      const turned = {
        ...given,
        waiting: given.waiting.toReversed(),
        running: given.running.toReversed(),
        agents: given.agents.toReversed(),
      };
      expect(plan(turned)).toEqual(made);
    });
  });

  it('places gangs whole, on free slots that fit and are equal, none of them twice', () => {
    holds(({ agents, waiting }, { starts }) => {
      const taken = new Set<string>();
      for (const { jobId, placed } of starts) {
        const { workers, shards, bringsCode } = find(waiting, jobId);
        expect(placed.length).toBeGreaterThanOrEqual(workers.min);
        expect(placed.length).toBeLessThanOrEqual(Math.min(workers.max, shards));
        expect(placed.map(({ rank }) => rank)).toEqual(placed.map((_, rank) => rank));
        const engines = placed.map((place) => {
          const agent = agents.find(({ agentId }) => agentId === place.agentId);
          const slot = agent?.slots[place.slot];
          expect(slot).toMatchObject({ free: true });
          expect(slot?.cpuThreads).toBeGreaterThanOrEqual(workers.slots.cpuThreads);
          if (bringsCode) expect(agent?.allowCode).toBe(true);
          expect(taken.has(nameOf(place))).toBe(false);
          taken.add(nameOf(place));
          return agent?.engine;
        });
        expect(new Set(engines).size).toBe(1);
      }
    });
  });

  it('keeps no job from slots that no job before it could use', () => {
    holds(({ agents, waiting }, { starts, verdicts }) => {
      for (const { jobId, blockedBy } of verdicts) {
        if (blockedBy === 'quota') continue;
        const job = find(waiting, jobId);
        const earlier = verdicts
          .map((one) => find(waiting, one.jobId))
          .filter((other) => compareRanked(other, job, RULES.agingMs) < 0);
        const left = new Set(freeNames(agents));
        for (const place of starts.flatMap(({ placed }) => placed)) left.delete(nameOf(place));
        for (const agent of agents)
          for (const slot of agent.slots)
            if (earlier.some((other) => suits(other, agent, slot)))
              left.delete(nameOf({ agentId: agent.agentId, slot: slot.slot }));
        expect(largest(agents, job, left)).toBeLessThan(job.workers.min);
      }
    });
  });

  it('never exceeds a quota, nor makes one that is exceeded worse', () => {
    holds(({ running, waiting, quotas }, { starts, growth }) => {
      for (const owner of OWNERS) {
        const mine = running.filter((job) => job.owner === owner);
        const more = starts.filter(({ jobId }) => find(waiting, jobId).owner === owner);
        const grown = growth.filter(({ jobId }) => find(running, jobId).owner === owner);
        const added =
          sum(more.map(({ placed }) => placed.length)) +
          sum(grown.map(({ jobId, workers }) => workers - find(running, jobId).slots.length));
        const before = sum(mine.map(({ slots, leaving }) => slots.length + leaving.length));
        const { slots = Infinity, jobs = Infinity } = quotas.owners?.[owner] ?? {};
        expect(before + added).toBeLessThanOrEqual(Math.max(slots, before));
        expect(mine.length + more.length).toBeLessThanOrEqual(Math.max(jobs, mine.length));
      }
    });
  });

  it('lets nobody give way but for a more urgent job that then fits', () => {
    holds(({ agents, waiting, running }, made) => {
      const { preemptions, shrinks, starts, verdicts } = made;
      const beneficiaries = new Set([...preemptions, ...shrinks].map(({ forJob }) => forJob));
      for (const forJob of beneficiaries) {
        const job = find(waiting, forJob);
        // Whoever comes after it takes only what it does not need.
        const free = freeBefore(agents, waiting, { starts, job });
        const kept = keptBefore(agents, waiting, { verdicts, job });
        const open = new Set([...free].filter((slot) => !kept.has(slot)));
        expect(largest(agents, job, open)).toBeLessThan(job.workers.min);
        for (const { leaving } of running) for (const slot of leaving) free.add(nameOf(slot));
        const given = [
          ...preemptions.filter((one) => one.forJob === forJob).map((one) => ({ ...one, workers: 0 })),
          ...shrinks.filter((one) => one.forJob === forJob),
        ];
        const then = new Set(free);
        for (const { jobId, workers } of given) {
          const victim = find(running, jobId);
          expect(victim.priority).toBeGreaterThan(job.priority);
          expect(compareRanked(victim, job, RULES.agingMs)).toBeGreaterThan(0);
          if (workers > 0) expect(workers).toBeGreaterThanOrEqual(victim.min);
          expect(workers > 0 ? victim.canShrink : victim.canStop).toBe(true);
          for (const slot of victim.slots.slice(workers)) then.add(nameOf(slot));
        }
        expect(largest(agents, job, then)).toBeGreaterThanOrEqual(job.workers.min);
      }
    });
  });

  it('stops the victims that are least urgent and cost least', () => {
    // One engine and one kind of slot: what a set of victims frees is the number of their slots.
    const flat = input.map((given) => ({
      ...given,
      quotas: {},
      agents: given.agents.map((agent) => ({
        ...agent,
        engine: 'x',
        allowCode: true,
        slots: agent.slots.map((slot) => ({ ...slot, cpuThreads: 2 })),
      })),
    }));
    fc.assert(
      fc.property(flat, (given) => {
        const { starts, preemptions, shrinks } = plan(given);
        const [first] = preemptions.length > 0 ? preemptions : shrinks;
        if (!first) return;
        const job = find(given.waiting, first.forJob);
        const free =
          freeBefore(given.agents, given.waiting, { starts, job }).size +
          sum(given.running.map(({ leaving }) => leaving.length));
        const able = given.running.filter((one) => givesWay(one, job, RULES.agingMs));
        const spare = (one: RunningJob) => (one.canShrink ? one.slots.length - one.min : 0);
        const costs = subsets(able.filter(({ canStop, slots }) => canStop && slots.length > 0)).flatMap(
          (stopped) => {
            const freed = sum(able.map((one) => (stopped.includes(one) ? one.slots.length : spare(one))));
            return free + freed < job.workers.min ? [] : [costOf(stopped)];
          },
        );
        const chosen = costOf(preemptions.map(({ jobId }) => find(given.running, jobId)));
        expect(chosen).toEqual(costs.sort(compareCosts)[0]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the reserved start of the job that holds a pool, whoever overtakes it', () => {
    holds(({ agents, waiting, running }, { starts, shrinks, preemptions, verdicts }) => {
      for (const { jobId, startsInMs, blockedBy } of verdicts) {
        if (startsInMs === undefined || blockedBy === 'room') continue;
        const job = find(waiting, jobId);
        const then = new Set(freeNames(agents));
        for (const one of running) {
          if (one.endsInMs !== undefined && one.endsInMs <= startsInMs)
            for (const slot of one.slots) then.add(nameOf(slot));
          if (RULES.leavingMs <= startsInMs || (one.endsInMs ?? Infinity) <= startsInMs)
            for (const slot of one.leaving) then.add(nameOf(slot));
        }
        for (const { jobId: victim, workers } of [
          ...shrinks,
          ...preemptions.map((one) => ({ ...one, workers: 0 })),
        ])
          if (RULES.leavingMs <= startsInMs)
            for (const slot of find(running, victim).slots.slice(workers)) then.add(nameOf(slot));
        for (const { jobId: started, placed } of starts) {
          const { durationMs = Infinity } = find(waiting, started);
          if (durationMs > startsInMs) for (const place of placed) then.delete(nameOf(place));
        }
        expect(largest(agents, job, then)).toBeGreaterThanOrEqual(job.workers.min);
      }
    });
  });
});

function subsets<T>(list: readonly T[]): readonly (readonly T[])[] {
  return list.reduce<readonly (readonly T[])[]>(
    (sets, one) => [...sets, ...sets.map((set) => [...set, one])],
    [[]],
  );
}

/** How urgent the most urgent one is (the smaller the worse), what all cost, how many they are. */
const costOf = (stopped: readonly RunningJob[]) => ({
  urgency: Math.min(Infinity, ...stopped.map(({ priority }) => priority)),
  cost: sum(stopped.map(({ slots, restartMs }) => slots.length * restartMs)),
  jobs: stopped.length,
});
const compareCosts = (a: ReturnType<typeof costOf>, b: ReturnType<typeof costOf>) =>
  (a.urgency === b.urgency ? 0 : b.urgency - a.urgency) || a.cost - b.cost || a.jobs - b.jobs;

interface Life {
  readonly job: WaitingJob;
  readonly needMs: number;
  waitedMs: number;
  ranMs: number;
  placed?: Plan['starts'][number]['placed'];
}

describe('over time', () => {
  /** Plays the policy against more urgent small jobs than the cluster can serve. */
  function play(gangs: readonly { min: number; priority: number; isKnown: boolean }[]): number | undefined {
    const TICK_MS = 5_000;
    const rules = { agingMs: 2_000, starvingMs: 30_000, leavingMs: 5_000 };
    const make = (jobId: string, priority: number, min: number, durationMs?: number): WaitingJob => ({
      jobId,
      owner: 'ann',
      priority,
      workers: sampleJob({ min, max: min }).workers,
      shards: 8,
      waitedMs: 0,
      ...(durationMs !== undefined && { durationMs }),
    });
    const lives: Life[] = gangs.map(({ min, priority, isKnown }, index) => ({
      job: make(`gang-${index}`, priority, min, isKnown ? 20_000 : undefined),
      needMs: 20_000,
      waitedMs: 0,
      ranMs: 0,
    }));
    const pending = new Set(lives);
    for (let tick = 0; tick < 400; tick++) {
      if (pending.size === 0) return tick;
      for (const n of [0, 1])
        lives.push({ job: make(`small-${tick}-${n}`, 0, 1), needMs: 20_000, waitedMs: 0, ranMs: 0 });
      const held = new Set(lives.flatMap(({ placed = [] }) => placed.map(nameOf)));
      const made = plan({
        waiting: lives.filter(({ placed }) => !placed).map(({ job, waitedMs }) => ({ ...job, waitedMs })),
        running: lives.flatMap(({ job, waitedMs, ranMs, needMs, placed }) =>
          placed
            ? [
                {
                  ...job,
                  waitedMs,
                  min: job.workers.min,
                  wanted: placed.length,
                  slots: placed,
                  leaving: [],
                  canStop: true,
                  canShrink: false,
                  restartMs: 1_000,
                  ...(job.durationMs !== undefined && { endsInMs: needMs - ranMs }),
                },
              ]
            : [],
        ),
        agents: [
          {
            agentId: 'a',
            engine: 'x',
            slots: [0, 1, 2, 3].map((slot) => ({
              slot,
              device: 'cpu',
              cpuThreads: 1,
              free: !held.has(`a/${slot}`),
            })),
          },
        ],
        quotas: {},
        rules,
      });
      for (const { jobId, placed } of made.starts) {
        const life = lives.find(({ job }) => job.jobId === jobId);
        if (life) life.placed = placed;
      }
      for (const { jobId } of made.preemptions) delete lives.find((life) => life.job.jobId === jobId)?.placed;
      for (const life of [...lives]) {
        if (!life.placed) life.waitedMs += TICK_MS;
        else life.ranMs += TICK_MS;
        if (life.ranMs < life.needMs) continue;
        lives.splice(lives.indexOf(life), 1);
        pending.delete(life);
      }
    }
    return undefined;
  }

  it('nobody starves, though more urgent jobs than fit keep coming', () => {
    const gangs = fc.array(
      fc.record({
        min: fc.integer({ min: 1, max: 4 }),
        priority: fc.integer({ min: 0, max: 100 }),
        isKnown: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(gangs, (given) => {
        expect(play(given)).toBeDefined();
      }),
      { numRuns: 15 },
    );
  });
});
