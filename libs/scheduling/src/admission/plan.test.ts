import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgentOffer, offersBeside } from './offers.js';
import { plan, type PlanInput } from './plan.js';
import type { RunningJob, WaitingJob } from './request.js';
import { sampleJob } from '../testing/job-samples.js';

const agent = (
  agentId: string,
  free: readonly boolean[],
  more: Partial<AgentOffer> & { device?: string } = {},
): AgentOffer => ({
  agentId,
  engine: more.engine ?? 'tf-avx2',
  ...(more.allowCode && { allowCode: true }),
  slots: free.map((one, slot) => ({ slot, device: more.device ?? 'cpu', cpuThreads: 1, free: one })),
});
const gang = (min: number, max: number, more: Partial<WaitingJob> = {}): WaitingJob => ({
  jobId: `gang-${min}-${max}`,
  owner: 'local',
  priority: 100,
  workers: sampleJob({ min, max }).workers,
  shards: 4,
  waitedMs: 0,
  ...more,
});
const RULES = { agingMs: 60_000, starvingMs: 60_000, leavingMs: 5_000 };
const planned = (input: Partial<PlanInput>) =>
  plan({ waiting: [], running: [], agents: [], quotas: {}, rules: RULES, ...input });
/** What becomes of each request, in their order. */
const admit = (
  waiting: readonly WaitingJob[],
  agents: readonly AgentOffer[],
  more: Partial<PlanInput> = {},
) => {
  const { starts, verdicts } = planned({ waiting, agents, ...more });
  return waiting.map(({ jobId }) => {
    const start = starts.find((one) => one.jobId === jobId);
    const verdict = verdicts.find((one) => one.jobId === jobId);
    return { jobId, placed: start?.placed, leftOut: start?.leftOut, reason: verdict?.reason };
  });
};
const one = (request: WaitingJob, agents: readonly AgentOffer[]) => {
  const [result] = admit([request], agents);
  if (!result) throw new Error('no answer');
  return result;
};
const running = (jobId: string, slots: readonly string[], more: Partial<RunningJob> = {}): RunningJob => ({
  jobId,
  owner: 'local',
  priority: 200,
  waitedMs: 0,
  min: 1,
  wanted: slots.length,
  slots: slots.map((name) => ({ agentId: name.split('/')[0] ?? '', slot: Number(name.split('/')[1]) })),
  leaving: [],
  canStop: true,
  canShrink: false,
  restartMs: 1_000,
  ...more,
});

describe('gang admission', () => {
  it('deals ranks to the agents in turn', () => {
    const { placed } = one(gang(1, 3), [agent('b', [true, true]), agent('a', [true, true])]);
    expect(placed?.map((p) => `${p.rank}:${p.agentId}/${p.slot}`)).toEqual(['0:a/0', '1:b/0', '2:a/1']);
  });

  it.each([
    ['takes at most max', gang(1, 2), 2],
    ['takes at most the shards', gang(1, 8, { shards: 3 }), 3],
    ['takes what is free above min', gang(2, 8, { shards: 8 }), 4],
  ])('%s', (_, request, size) => {
    expect(one(request, [agent('a', [true, true, false]), agent('b', [true, true])]).placed).toHaveLength(
      size,
    );
  });

  it.each([
    ['no worker', gang(1, 1), [], 'needs 1 slot, but no worker is connected'],
    ['too few free', gang(4, 4), [agent('a', [true, true])], 'needs 4 slots, 2 free of 2 in the cluster'],
    ['busy', gang(1, 1), [agent('a', [false])], 'needs 1 slot, 0 free of 1 in the cluster'],
    [
      'another device',
      gang(1, 1, { workers: { min: 1, max: 1, slots: { device: 'gpu', cpuThreads: 1 } } }),
      [agent('a', [true])],
      'needs 1 slot with device gpu and 1 CPU thread; none of the 1 in the cluster has that',
    ],
    [
      'too many threads',
      gang(1, 1, { workers: { min: 1, max: 1, slots: { device: 'auto', cpuThreads: 8 } } }),
      [agent('a', [true, true])],
      'needs 1 slot with 8 CPU threads; none of the 2 in the cluster has that',
    ],
    [
      'unequal engines',
      gang(2, 2),
      [agent('a', [true]), agent('b', [true], { engine: 'tf-avx512' })],
      'needs 2 slots of one engine; 1 free of 1 with cpu engine tf-avx2, 1 free of 1 with cpu engine tf-avx512',
    ],
  ])('says why: %s', (_, request, agents, reason) => {
    expect(one(request, agents)).toMatchObject({ jobId: request.jobId, placed: undefined, reason });
  });

  it('leaves an unequal engine out and shows both values', () => {
    const result = one(gang(1, 3), [agent('a', [true, true]), agent('b', [true], { engine: 'tf-avx512' })]);
    expect(result.placed?.map((p) => p.agentId)).toEqual(['a', 'a']);
    expect(result.placed && result.leftOut).toEqual([
      'agent b was left out: its engine tf-avx512 ≠ tf-avx2 of the gang',
    ]);
  });

  it('prefers a GPU where the document leaves it open', () => {
    const { placed } = one(gang(1, 1), [agent('a', [true, true]), agent('b', [true], { device: 'gpu' })]);
    expect(placed).toMatchObject([{ agentId: 'b', device: 'gpu' }]);
  });

  it('lets a small job overtake a large one, until the large one starves', () => {
    const agents = [agent('a', [true, false])];
    const fresh = admit([gang(2, 2, { waitedMs: 2 }), gang(1, 1)], agents);
    expect(fresh.map((r) => r.placed?.length)).toEqual([undefined, 1]);
    const starving = admit([gang(2, 2, { waitedMs: 60_000 }), gang(1, 1)], agents);
    expect(starving[1]).toMatchObject({
      placed: undefined,
      reason: expect.stringContaining('behind job gang-2-2'),
    });
    const impossible = admit([gang(3, 3, { waitedMs: 60_000 }), gang(1, 1)], agents);
    expect(impossible[1]?.placed).toHaveLength(1);
  });

  it('never gives a slot away twice, never a busy or a foreign one, and is all or nothing', () => {
    const offers = fc.array(
      fc.record({ free: fc.array(fc.boolean(), { maxLength: 4 }), engine: fc.constantFrom('x', 'y') }),
      { maxLength: 4 },
    );
    const wants = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 3 })), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(offers, wants, (raw, sizes) => {
        const agents = raw.map(({ free, engine }, index) => agent(`agent-${index}`, free, { engine }));
        const requests = sizes.map(([min, more], index) => gang(min, min + more, { jobId: `${index}` }));
        const taken = new Set<string>();
        admit(requests, agents).forEach((result, index) => {
          if (!result.placed) return;
          const [min, more] = sizes[index] as [number, number];
          expect(result.placed.length).toBeGreaterThanOrEqual(min);
          expect(result.placed.length).toBeLessThanOrEqual(Math.min(min + more, 4));
          const engines = new Set<string>();
          for (const { agentId, slot } of result.placed) {
            const owner = agents.find((a) => a.agentId === agentId);
            expect(owner?.slots[slot]?.free).toBe(true);
            engines.add(owner?.engine ?? '');
            expect(taken.has(`${agentId}/${slot}`)).toBe(false);
            taken.add(`${agentId}/${slot}`);
          }
          expect(engines.size).toBe(1);
        });
      }),
    );
  });
});

describe('memory', () => {
  const GIB = 2 ** 30;
  const on = (agentId: string, host: string, gibibytes: number) => ({
    ...agent(agentId, [true, true]),
    host,
    freeMemoryBytes: gibibytes * GIB,
  });
  const hungry = (min: number, max: number, gibibytes: number, more: Partial<WaitingJob> = {}) =>
    gang(min, max, { memoryBytes: gibibytes * GIB, ...more });

  it('is shared by the agents of a host: no more ranks than it holds', () => {
    const agents = [on('a', 'h1', 5), on('b', 'h1', 5)];
    expect(one(hungry(1, 4, 2), agents).placed?.map(({ agentId }) => agentId)).toEqual(['a', 'b']);
    expect(one(hungry(1, 4, 1), agents).placed).toHaveLength(4);
    expect(one(hungry(1, 4, 6), agents)).toMatchObject({
      placed: undefined,
      reason:
        'needs memory for 1 rank of 6144 MiB each (workers.slots.memory); free for new ranks: 5120 MiB on h1',
    });
  });

  it('is counted per host, and not where it is unknown', () => {
    const agents = [on('a', 'h1', 1), on('b', 'h2', 8)];
    expect(one(hungry(2, 2, 3), agents).placed?.map(({ agentId }) => agentId)).toEqual(['b', 'b']);
    expect(one(hungry(2, 2, 3), [agent('a', [true, true])]).placed).toHaveLength(2);
  });

  it('that one gang takes is gone for the next, and lack of it blocks nobody', () => {
    const agents = [on('a', 'h1', 4), on('b', 'h1', 4)];
    const answers = admit(
      [
        hungry(1, 1, 3, { waitedMs: 120_001 }),
        hungry(1, 1, 3, { jobId: 'second', waitedMs: 120_000 }),
        hungry(1, 1, 1, { jobId: 'third' }),
      ],
      agents,
    );
    expect(answers.map(({ placed }) => placed?.length)).toEqual([1, undefined, 1]);
  });
});

describe('order', () => {
  const agents = [agent('a', [true])];
  const begins = (...waiting: readonly WaitingJob[]) => planned({ waiting, agents }).starts[0]?.jobId;

  it('is by priority, then by age; waiting makes up for priority', () => {
    expect(begins(gang(1, 1, { jobId: 'b' }), gang(1, 1, { jobId: 'a' }))).toBe('a');
    expect(begins(gang(1, 1, { jobId: 'a' }), gang(1, 1, { jobId: 'b', waitedMs: 5 }))).toBe('b');
    const urgent = gang(1, 1, { jobId: 'urgent', priority: 99 });
    expect(begins(gang(1, 1, { jobId: 'a', waitedMs: 59_000 }), urgent)).toBe('urgent');
    expect(begins(gang(1, 1, { jobId: 'a', waitedMs: 61_000 }), urgent)).toBe('a');
  });
});

describe('backfilling', () => {
  const agents = [agent('a', [true, true, false, false])];
  const busy = running('long', ['a/2', 'a/3'], { priority: 0, endsInMs: 100_000, canStop: false });
  const large = gang(4, 4, { jobId: 'large', waitedMs: 10 });
  const small = (durationMs?: number) => gang(1, 1, { jobId: 'small', ...(durationMs && { durationMs }) });
  const tell = (...waiting: readonly WaitingJob[]) => planned({ waiting, running: [busy], agents });

  it('tells the first one that waits when it starts at the latest', () => {
    expect(tell(large).verdicts[0]).toMatchObject({
      jobId: 'large',
      blockedBy: 'slots',
      reason: 'needs 4 slots, 2 free of 4 in the cluster',
      unblock: ['the end of job long', 'more workers', 'a smaller workers.min', expect.any(String)],
      startsInMs: 100_000,
    });
  });

  it('lets a job overtake that is done by then, or that takes what is left over then', () => {
    expect(tell(large, small(100_000)).starts).toMatchObject([{ jobId: 'small' }]);
    const three = gang(3, 3, { jobId: 'large', waitedMs: 10 });
    expect(tell(three, small()).starts).toMatchObject([{ jobId: 'small' }]);
    expect(tell(three, small(), { ...small(), jobId: 'small-2' }).starts).toHaveLength(1);
  });

  it('holds the others back', () => {
    const { starts, verdicts } = tell(large, small(100_001));
    expect(starts).toEqual([]);
    expect(verdicts[1]).toMatchObject({
      blockedBy: 'order',
      reason: 'needs 1 slot, 2 free; waits behind job large, which has these slots reserved',
    });
    expect(tell(large, small()).verdicts[1]?.unblock[1]).toContain('limits.wallTime');
  });
});

describe('giving way', () => {
  const agents = [agent('a', [true, false, false, false])];
  const urgent = gang(3, 3, { jobId: 'urgent', priority: 1 });
  const tell = (...jobs: readonly RunningJob[]) => planned({ waiting: [urgent], running: jobs, agents });

  it('is done by giving ranks up where that is enough', () => {
    const elastic = running('elastic', ['a/1', 'a/2', 'a/3'], { canShrink: true });
    const { preemptions, shrinks, verdicts, growth } = tell(elastic);
    expect({ preemptions, shrinks, growth }).toEqual({
      preemptions: [],
      shrinks: [{ jobId: 'elastic', workers: 1, forJob: 'urgent' }],
      growth: [],
    });
    expect(verdicts[0]).toMatchObject({
      blockedBy: 'room',
      reason: 'needs 3 slots; job elastic goes on with 1 worker to make room',
      startsInMs: 5_000,
    });
  });

  it('stops the least urgent, then the cheapest', () => {
    const jobs = ['a/1', 'a/2', 'a/3'].map((slot, index) => running(`job-${index}`, [slot]));
    const cheap = { ...(jobs[1] as RunningJob), restartMs: 10 };
    const lowly = { ...(jobs[2] as RunningJob), priority: 300 };
    const stopped = (...all: readonly RunningJob[]) => tell(...all).preemptions.map(({ jobId }) => jobId);
    const [first] = jobs as [RunningJob];
    expect(stopped(first, cheap, lowly).sort()).toEqual(['job-1', 'job-2']);
    expect(stopped(...jobs)).toHaveLength(2);
  });

  it('is not asked for in vain, of the equally urgent, or twice', () => {
    const stuck = running('stuck', ['a/1', 'a/2'], { canStop: false });
    expect(tell(stuck, running('other', ['a/3'])).preemptions).toEqual([]);
    expect(tell(running('equal', ['a/1', 'a/2', 'a/3'], { priority: 1 })).preemptions).toEqual([]);
    const slots = running('going', ['a/1', 'a/2', 'a/3']).slots;
    const going = tell(running('going', [], { leaving: slots }));
    expect(going.preemptions).toEqual([]);
    expect(going.verdicts[0]?.unblock).toEqual(['nothing: its slots are on their way']);
  });

  it('is not asked of a job that has waited so long that it would come first again', () => {
    const patient = running('patient', ['a/1', 'a/2', 'a/3'], { waitedMs: 200 * 60_000 });
    expect(tell(patient).preemptions).toEqual([]);
  });
});

describe('quotas', () => {
  const agents = [agent('a', [true, true, true, true])];
  const quotas = { owners: { ann: { slots: 2 }, '*': { jobs: 1 } }, projects: { vision: { slots: 1 } } };

  it('bound owners and projects, and hold nobody else back', () => {
    const of = (jobId: string, more: Partial<WaitingJob>) => gang(1, 4, { jobId, waitedMs: 9, ...more });
    const { starts, verdicts } = planned({
      agents,
      quotas,
      waiting: [
        of('ann-1', { owner: 'ann', project: 'vision', waitedMs: 12 }),
        of('ann-2', { owner: 'ann', waitedMs: 11 }),
        of('ann-3', { owner: 'ann', waitedMs: 10 }),
        of('bob-1', { owner: 'bob' }),
        of('bob-2', { owner: 'bob', waitedMs: 1 }),
      ],
    });
    expect(starts.map(({ jobId, placed }) => [jobId, placed.length])).toEqual([
      ['ann-1', 1],
      ['ann-2', 1],
      ['bob-1', 2],
    ]);
    expect(verdicts).toMatchObject([
      { jobId: 'ann-3', blockedBy: 'quota', reason: 'needs 1 slot; quota owners.ann: 2 of 2 slots in use' },
      { jobId: 'bob-2', reason: 'needs 1 slot; quota owners.bob: 1 of 1 running jobs in use' },
    ]);
  });

  it('say when a job can never begin', () => {
    const { verdicts } = planned({ agents, quotas, waiting: [gang(3, 3, { owner: 'ann' })] });
    expect(verdicts[0]?.unblock[0]).toContain('never');
  });
});

describe('growth', () => {
  const agents = [agent('a', [true, true, false])];
  const elastic = running('elastic', ['a/2'], { wanted: 3 });

  it('takes idle slots that nobody waits for, within the quota', () => {
    expect(planned({ agents, running: [elastic] }).growth).toEqual([{ jobId: 'elastic', workers: 3 }]);
    const quotas = { owners: { local: { slots: 2 } } };
    expect(planned({ agents, running: [elastic], quotas }).growth).toEqual([
      { jobId: 'elastic', workers: 2 },
    ]);
    const waiting = [gang(3, 3)];
    expect(planned({ agents, running: [elastic], waiting }).growth).toEqual([]);
    const small = { ...elastic, min: 2, canStop: false };
    expect(planned({ agents, running: [small], waiting }).growth).toHaveLength(1);
  });
});

describe('agents that do not reach the others', () => {
  const why = 'worker b (10.0.0.2:7109) cannot reach worker a at 10.0.0.1:7109: no route';
  const offers = [agent('a', [true]), { ...agent('b', [true]), apart: why }, agent('c', [true])];

  it('are in no gang with others, which says why', () => {
    const { placed, leftOut } = one(gang(2, 3), offers);
    expect(placed?.map(({ agentId }) => agentId)).toEqual(['a', 'c']);
    expect(leftOut).toEqual([`agent b was left out: ${why}`]);
    expect(one(gang(3, 3), offers)).toMatchObject({
      placed: undefined,
      reason: expect.stringContaining(why),
    });
  });

  it('take no rank of a job that runs elsewhere, and their own job takes none of others', () => {
    const beside = (...ids: string[]) => offersBeside(offers, new Set(ids)).map(({ agentId }) => agentId);
    expect([beside('a'), beside('b'), beside('a', 'b')]).toEqual([['a', 'c'], ['b'], []]);
  });

  it('run what needs nobody else', () => {
    const alone = [{ ...agent('b', [true, true]), apart: why }];
    expect(one(gang(2, 2), alone).placed?.map(({ agentId }) => agentId)).toEqual(['b', 'b']);
  });
});

describe('a job that brings code', () => {
  const open = agent('open', [true, false], { allowCode: true });
  const agents = [open, agent('plain', [true, true])];
  const coded = (min: number, max = min) => gang(min, max, { jobId: 'coded', bringsCode: true, waitedMs: 9 });
  const busy = running('busy', ['open/1'], { priority: 0, endsInMs: 50_000, canStop: false });

  it('runs only where agents load code, and the others are told that they could have made it larger', () => {
    const start = one(coded(1, 3), agents);
    expect(start.placed?.map(({ agentId }) => agentId)).toEqual(['open']);
    expect(start.leftOut).toEqual(['left out, because they load no code, which this job brings: plain']);
    expect(one(gang(3, 3), agents).placed).toHaveLength(3);
  });

  it('says what it lacks', () => {
    const { verdicts } = planned({ waiting: [coded(3)], agents });
    expect(verdicts[0]).toMatchObject({
      blockedBy: 'machines',
      reason:
        'needs 3 slots, 1 free of 2 that fit (1 CPU thread on a worker that loads code); left out, because they load no code, which this job brings: plain',
      unblock: [
        'workers that load code (ringmaster worker start --allow-code) with 1 CPU thread a slot',
        'a smaller workers.min',
      ],
    });
    const many = ['a', 'b', 'c', 'd', 'e'].map((agentId) => agent(agentId, [true]));
    expect(one(coded(1), many).reason).toContain('brings: 5 agents');
    expect(one(gang(9, 9), agents).reason).not.toContain('code');
  });

  it('keeps nothing from other jobs that it could not use itself', () => {
    const late = gang(1, 1, { jobId: 'late' });
    const { starts, verdicts } = planned({ waiting: [coded(2), gang(1, 4), late], running: [busy], agents });
    expect(starts).toMatchObject([
      { jobId: 'gang-1-4', placed: [{ agentId: 'plain' }, { agentId: 'plain' }] },
    ]);
    expect(verdicts).toMatchObject([
      { jobId: 'coded', blockedBy: 'slots', startsInMs: 50_000 },
      { jobId: 'late', blockedBy: 'order' },
    ]);
  });

  it('has nobody give slots up where no code may run', () => {
    const victims = [
      running('on-plain', ['plain/0'], { priority: 900 }),
      running('on-open', ['open/1'], { priority: 500 }),
    ];
    const full = [agent('open', [true, false], { allowCode: true }), agent('plain', [false, true])];
    const { preemptions } = planned({ waiting: [coded(2)], running: victims, agents: full });
    expect(preemptions).toEqual([{ jobId: 'on-open', forJob: 'coded' }]);
  });
});

describe('excluded agents', () => {
  it('get nothing, and are named', () => {
    const excluded = { ...agent('a', [true]), excluded: 'jobs fail there' };
    expect(one(gang(1, 1), [excluded, agent('b', [true])]).placed).toMatchObject([{ agentId: 'b' }]);
    expect(one(gang(1, 1), [excluded]).reason).toContain('; agent a is left out: jobs fail there');
  });
});
