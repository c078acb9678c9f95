import type { LoopbackOptions } from '@ringmaster/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import type { AllReduce } from './all-reduce.js';
import {
  bits,
  LENGTH,
  openRanks,
  type OpenRanksOptions,
  runStep,
  serialTreeSum,
  shardValues,
} from './testing/ranks.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

function ring(world: number, shards: number, o: OpenRanksOptions = {}) {
  const opened = openRanks(world, shards, { ...o, reduce: { reduce: 'ring', ...o.reduce } });
  closers.push(opened.close);
  return opened;
}

const valuesOf = (step: number, shards: number) =>
  Array.from({ length: shards }, (_, shard) => shardValues(step, shard));

/** Largest difference, in parts of what was added up. */
function relativeError(sum: Float32Array, values: readonly Float32Array[]): number {
  const want = serialTreeSum(values);
  const errors = want.map((value, i) => {
    const size = values.reduce((total, one) => total + Math.abs(one[i]!), 0);
    return Math.abs(sum[i]! - value) / size;
  });
  return Math.max(...errors);
}

describe('the ring over loopback', () => {
  const cases = [1, 2, 3, 4, 5, 8].flatMap((world) =>
    [1, 2, 3, 5, 8, 9, 16].map((shards) => [world, shards] as const),
  );
  it.each(cases)(
    'world %i, %i shards: the same bits on every rank, close to the canonical sum',
    async (world, shards) => {
      const { ranks } = ring(world, shards);
      for (const step of [7, 8, 9]) {
        const all = await Promise.all(ranks.map((rank) => runStep(rank, step)));
        for (const { vector, records } of all) {
          expect(bits(vector)).toBe(bits(all[0]!.vector));
          expect(relativeError(vector, valuesOf(step, shards))).toBeLessThan(1e-6);
          expect(records).toEqual(all[0]!.records);
          expect(records.flat()).toHaveLength(shards);
        }
      }
    },
  );

  it('adds in the order of the ranks, from the right neighbour of the owner on', async () => {
    const [world, shards] = [4, 4];
    const { ranks } = ring(world, shards, { reduce: { buckets: [{ offset: 0, size: LENGTH }] } });
    const all = await Promise.all(ranks.map((rank) => runStep(rank, 1)));
    const { vector } = all[0]!;
    for (let owner = 0; owner < world; owner++) {
      const { first, end } = ownedElements(owner, world);
      const parts = [1, 2, 3, 4].map((hop) => shardValues(1, (owner + hop) % world).slice(first, end));
      const want = parts.reduce((sum, next) => sum.map((value, i) => value + next[i]!));
      expect(bits(vector.slice(first, end))).toBe(bits(want));
    }
    expect(bits(vector)).not.toBe(bits(serialTreeSum(valuesOf(1, shards))));
  });

  it('carries vectors between neighbours alone', async () => {
    const pairs = new Set<string>();
    const script: LoopbackOptions['script'] = ({ from, to, frame }) => {
      if (frame.header.kind !== 'record') pairs.add(`${from} → ${to}`);
      return 'deliver';
    };
    const { ranks } = ring(4, 8, { wire: { script } });
    await Promise.all(ranks.map((rank) => runStep(rank, 1)));
    expect([...pairs].sort()).toEqual(['0 → 1', '1 → 2', '2 → 3', '3 → 0']);
  });

  it('lets a fast rank begin the next step while a slow wire still carries this one', async () => {
    const script: LoopbackOptions['script'] = ({ to, index }) =>
      to === 1 && index % 3 === 0 ? { delayMs: 2 } : 'deliver';
    const { ranks } = ring(3, 6, { wire: { script } });
    const run = async (rank: AllReduce) => {
      const kept = [];
      for (let step = 0; step < 6; step++) kept.push(Float32Array.from((await runStep(rank, step)).vector));
      return kept;
    };
    const all = await Promise.all(ranks.map(run));
    for (let step = 0; step < 6; step++) {
      expect(relativeError(all[0]![step]!, valuesOf(step, 6))).toBeLessThan(1e-6);
      for (const kept of all) expect(bits(kept[step]!)).toBe(bits(all[0]![step]!));
    }
  });
});

/** The range of a single bucket's elements that `owner` finishes. */
function ownedElements(owner: number, world: number) {
  const cut = (rank: number) => Math.floor((LENGTH * rank) / world);
  return { first: cut(owner), end: cut(owner + 1) };
}

describe('the ring when things go wrong', () => {
  const shortDeadline = { deadline: { firstMs: 150, factor: 1, minMs: 150 } };
  const failure = (rank: AllReduce) =>
    runStep(rank, 3).then(
      () => undefined,
      (error: unknown) => error,
    );

  it.each([
    ['its right neighbour names the part', 3, /rank 2 was lost at step 3 .*bucket 0 part 0 \(partial, 0 of/],
    ['the others name its records', 0, /rank 2 was lost at step 3 .*its records/],
  ])('a dead rank is named by all: %s', async (_what, rank, message) => {
    const { wire, ranks } = ring(4, 4);
    await Promise.all(ranks.map((one) => runStep(one, 2)));
    const waiting = Promise.all([0, 1, 3].map((one) => failure(ranks[one]!)));
    wire.kill(2);
    const errors = await waiting;
    for (const error of errors) expect(error).toMatchObject({ code: 'peer_lost', details: { rank: 2 } });
    expect(errors[[0, 1, 3].indexOf(rank)]).toMatchObject({ message: expect.stringMatching(message) });
  });

  it('a rank that leaves after it delivered everything costs nobody the step', async () => {
    const script: LoopbackOptions['script'] = ({ from, to }) =>
      from === 0 && to === 1 ? { delayMs: 2 } : 'deliver';
    const { ranks } = ring(3, 3, { wire: { script } });
    const leave = runStep(ranks[2]!, 3).then(() => ranks[2]!.close());
    const [a, b] = await Promise.all([runStep(ranks[0]!, 3), runStep(ranks[1]!, 3)]);
    await leave;
    expect(bits(a.vector)).toBe(bits(b.vector));
  });

  it('every rank names the one that is late, not the neighbour that waits for it too', async () => {
    const { ranks } = ring(4, 4, { reduce: shortDeadline });
    const errors = await Promise.all([0, 2, 3].map((rank) => failure(ranks[rank]!)));
    for (const error of errors)
      expect(error).toMatchObject({
        code: 'deadline',
        details: { rank: 1, step: 3 },
        message: expect.stringMatching(/^rank 1 did not deliver /),
      });
    expect(errors[1]).toMatchObject({ message: expect.stringMatching(/bucket 0 part 0 \(partial, 0 of/) });
    expect(errors[2]).toMatchObject({
      message: expect.stringMatching(/also missing: rank 2: bucket 0 part 1/),
    });
  });

  it.each([
    ['drop', /rank 1 is broken.*expected byte 0 of/],
    ['corrupt', /checksum does not match/],
  ] as const)('a wire that would %s a frame ends in peer_lost', async (event, message) => {
    const script: LoopbackOptions['script'] = ({ from, to, frame }) =>
      from === 1 && to === 0 && frame.header.kind === 'partial' && frame.header.offset === 0
        ? event
        : 'deliver';
    const { ranks } = ring(2, 2, { wire: { script }, reduce: shortDeadline });
    const [error] = await Promise.all(ranks.map(failure));
    expect(error).toMatchObject({ code: 'peer_lost', message: expect.stringMatching(message) });
  });

  it('frames of another generation are refused, counted and never applied', async () => {
    const membership = (rank: number) => (rank ? { generation: { epoch: 1, n: 2, nonce: 'abc' } } : {});
    const { wire, ranks } = ring(2, 2, { wire: { membership }, reduce: shortDeadline });
    for (const error of await Promise.all(ranks.map(failure)))
      expect(error).toMatchObject({ code: 'deadline' });
    expect([wire.refused(0) > 0, wire.refused(1) > 0]).toEqual([true, true]);
  });

  it('a rank that sums in another way is found out', async () => {
    const { wire, ranks } = ring(3, 6);
    const header = { round: 0, step: 3, kind: 'partial', bucket: 0, part: 2, offset: 0 } as const;
    await wire.transports[1]!.send(0, { header, payload: new Uint8Array(4) });
    expect(await failure(ranks[0]!)).toMatchObject({
      code: 'peer_lost',
      message: expect.stringMatching(/rank 1 sent partial bucket 0 part 2, which is not expected of it/),
    });
  });
});
