import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit, type AgentOffer, type GangRequest } from './admission.js';
import { sampleJob } from './testing/job-samples.js';

const agent = (
  agentId: string,
  free: readonly boolean[],
  more: Partial<AgentOffer> & { device?: string } = {},
): AgentOffer => ({
  agentId,
  engine: more.engine ?? 'tf-avx2',
  slots: free.map((one, slot) => ({ slot, device: more.device ?? 'cpu', cpuThreads: 1, free: one })),
});
const gang = (min: number, max: number, more: Partial<GangRequest> = {}): GangRequest => ({
  jobId: `gang-${min}-${max}`,
  workers: sampleJob({ min, max }).workers,
  shards: 4,
  waitedMs: 0,
  ...more,
});
const one = (request: GangRequest, agents: readonly AgentOffer[]) => {
  const [result] = admit([request], agents, 60_000);
  if (!result) throw new Error('no answer');
  return result;
};

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
    expect(one(request, agents)).toEqual({ jobId: request.jobId, placed: undefined, reason });
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
    const fresh = admit([gang(2, 2), gang(1, 1)], agents, 60_000);
    expect(fresh.map((r) => r.placed?.length)).toEqual([undefined, 1]);
    const starving = admit([gang(2, 2, { waitedMs: 60_000 }), gang(1, 1)], agents, 60_000);
    expect(starving[1]).toMatchObject({
      placed: undefined,
      reason: expect.stringContaining('behind job gang-2-2'),
    });
    const impossible = admit([gang(3, 3, { waitedMs: 60_000 }), gang(1, 1)], agents, 60_000);
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
        admit(requests, agents, 60_000).forEach((result, index) => {
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
  const hungry = (min: number, max: number, gibibytes: number, more: Partial<GangRequest> = {}) =>
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
        hungry(1, 1, 3),
        hungry(1, 1, 3, { jobId: 'second', waitedMs: 120_000 }),
        hungry(1, 1, 1, { jobId: 'third' }),
      ],
      agents,
      60_000,
    );
    expect(answers.map(({ placed }) => placed?.length)).toEqual([1, undefined, 1]);
  });
});
