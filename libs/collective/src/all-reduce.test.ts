import { loopback, type LoopbackOptions } from '@ringmaster/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import type { AllReduce } from './all-reduce.js';
import { soloTransport } from './solo-transport.js';
import {
  bits,
  LENGTH,
  openRanks,
  type OpenRanksOptions,
  runStep,
  serialTreeSum,
  shardValues,
} from './testing/ranks.js';

const never = new AbortController().signal;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

function cluster(world: number, shards: number, o: OpenRanksOptions = {}) {
  const opened = openRanks(world, shards, o);
  closers.push(opened.close);
  return opened;
}

describe('all-reduce over loopback', () => {
  const cases = [1, 2, 3, 4, 5, 8].flatMap((world) =>
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 32].map((shards) => [world, shards] as const),
  );
  it.each(cases)(
    'world %i, %i shards: the bits of the serial tree sum on every rank',
    async (world, shards) => {
      const { ranks } = cluster(world, shards);
      for (const step of [7, 8, 9]) {
        const all = await Promise.all(ranks.map((rank) => runStep(rank, step)));
        const want = serialTreeSum(Array.from({ length: shards }, (_, shard) => shardValues(step, shard)));
        for (const { vector, records } of all) {
          expect(bits(vector)).toBe(bits(want));
          const seen = records.flat().map((record) => record[0]);
          expect([...seen].sort((a, b) => (a as number) - (b as number))).toEqual(
            Array.from({ length: shards }, (_, shard) => shard),
          );
        }
      }
    },
  );

  it('uses data whose sum depends on the order', () => {
    const values = Array.from({ length: 7 }, (_, shard) => shardValues(1, shard));
    const inLine = values.reduce((sum, next) => sum.map((value, i) => value + (next[i] as number)));
    expect(bits(inLine)).not.toBe(bits(serialTreeSum(values)));
  });

  it('sums alone without a wire', async () => {
    const alone = loopback({ world: 1 }).transports[0]!.membership;
    const { ranks } = cluster(1, 5, { reduce: { transport: soloTransport(alone) } });
    const { vector } = await runStep(ranks[0]!, 1);
    const want = serialTreeSum([0, 1, 2, 3, 4].map((shard) => shardValues(1, shard)));
    expect(bits(vector)).toBe(bits(want));
  });

  it('lets a fast rank begin the next step while a slow wire still carries this one', async () => {
    const script: LoopbackOptions['script'] = ({ to, index }) =>
      to === 1 && index % 3 === 0 ? { delayMs: 2 } : 'deliver';
    const { ranks } = cluster(3, 6, { wire: { script } });
    const run = async (rank: AllReduce) => {
      const kept = [];
      for (let step = 0; step < 6; step++) kept.push(Float32Array.from((await runStep(rank, step)).vector));
      return kept;
    };
    const all = await Promise.all(ranks.map(run));
    for (let step = 0; step < 6; step++) {
      const want = bits(serialTreeSum([0, 1, 2, 3, 4, 5].map((shard) => shardValues(step, shard))));
      for (const kept of all) expect(bits(kept[step]!)).toBe(want);
    }
  });

  it('keeps several rounds of records of one step apart', async () => {
    const { ranks } = cluster(3, 3);
    await Promise.all(ranks.map((rank) => runStep(rank, 4)));
    for (const round of [10, 20]) {
      const all = await Promise.all(
        ranks.map((rank, i) => rank.exchangeRecords(4, [Uint8Array.of(round + i), Uint8Array.of()], never)),
      );
      for (const records of all)
        expect(records.map((own) => own.map((r) => [...r]))).toEqual([
          [[round], []],
          [[round + 1], []],
          [[round + 2], []],
        ]);
    }
    const after = await Promise.all(ranks.map((rank) => runStep(rank, 5)));
    expect(bits(after[0]!.vector)).toBe(bits(after[2]!.vector));
  });
});

describe('all-reduce when things go wrong', () => {
  const shortDeadline = { deadline: { firstMs: 150, factor: 1, minMs: 150 } };
  const failures = (ranks: readonly AllReduce[]) =>
    Promise.all(
      ranks.map((rank) =>
        runStep(rank, 3).then(
          () => undefined,
          (error: unknown) => error,
        ),
      ),
    );

  it('names a dead rank and what it did not deliver', async () => {
    const { wire, ranks } = cluster(3, 3);
    await Promise.all(ranks.map((rank) => runStep(rank, 2)));
    const waiting = failures([ranks[0]!, ranks[1]!]);
    wire.kill(2);
    for (const error of await waiting)
      expect(error).toMatchObject({
        code: 'peer_lost',
        details: { rank: 2, step: 3 },
        message: expect.stringMatching(/rank 2 was lost at step 3 .*bucket 0 part 2 \(partial, 0 of/),
      });
    await expect(ranks[0]!.exchangeRecords(3, [], never)).rejects.toMatchObject({ code: 'peer_lost' });
  });

  it('a rank that leaves after it delivered everything costs nobody the step', async () => {
    const script: LoopbackOptions['script'] = ({ from, to }) =>
      from === 0 && to === 1 ? { delayMs: 5 } : 'deliver';
    const { ranks } = cluster(3, 3, { wire: { script } });
    const leave = runStep(ranks[2]!, 3).then(() => ranks[2]!.close());
    const [a, b] = await Promise.all([runStep(ranks[0]!, 3), runStep(ranks[1]!, 3)]);
    await leave;
    expect(bits(a.vector)).toBe(bits(b.vector));
  });

  it('names a straggler when the deadline passes', async () => {
    const { ranks } = cluster(3, 3, { reduce: shortDeadline });
    for (const error of await failures([ranks[0]!, ranks[2]!]))
      expect(error).toMatchObject({
        code: 'deadline',
        details: { rank: 1, step: 3 },
        message: expect.stringMatching(/^rank 1 did not deliver bucket 0 part 1 \(partial/),
      });
  });

  it.each([
    ['drop', 'peer_lost', /rank 1 is broken.*expected byte 0 of/],
    ['corrupt', 'peer_lost', /checksum does not match/],
  ] as const)('a wire that would %s a frame ends in %s', async (event, code, message) => {
    const script: LoopbackOptions['script'] = ({ from, to, frame }) =>
      from === 1 && to === 0 && frame.header.kind === 'partial' && frame.header.offset === 0
        ? event
        : 'deliver';
    const { ranks } = cluster(2, 2, { wire: { script }, reduce: shortDeadline });
    const [error] = await failures([ranks[0]!, ranks[1]!]);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it.each([
    [
      'generation',
      { membership: (rank: number) => (rank ? { generation: { epoch: 1, n: 2, nonce: 'abc' } } : {}) },
    ],
    ['job', { membership: (rank: number) => (rank ? { jobId: 'other' } : {}) }],
    ['attempt', { membership: (rank: number) => (rank ? { attempt: 2 } : {}) }],
    ['secret', { secret: (rank: number) => new Uint8Array(32).fill(rank) }],
  ])('frames of another %s are refused, counted and never applied', async (_what, wireOptions) => {
    const { wire, ranks } = cluster(2, 2, { wire: wireOptions, reduce: shortDeadline });
    for (const error of await failures(ranks)) expect(error).toMatchObject({ code: 'deadline' });
    expect(wire.refused(0)).toBeGreaterThan(0);
    expect(wire.refused(1)).toBeGreaterThan(0);
  });

  it('ranks at different steps find out at once', async () => {
    const { ranks } = cluster(2, 2);
    const failing = ranks.map((rank, i) => runStep(rank, 5 + i));
    for (const one of failing) await expect(one).rejects.toMatchObject({ code: 'fenced' });
  });

  it('frames of no open round are counted', async () => {
    const { wire, ranks } = cluster(2, 2);
    await Promise.all(ranks.map((rank) => runStep(rank, 1)));
    const header = { round: 9, step: 1, kind: 'partial', bucket: 0, part: 1, offset: 0 } as const;
    await wire.transports[1]!.send(0, { header, payload: new Uint8Array(4) });
    expect(ranks[0]!.refused).toBe(1);
    const [a] = await Promise.all(ranks.map((rank) => runStep(rank, 2)));
    expect(a!.vector).toHaveLength(LENGTH);
  });

  it('an aborted wait is cancelled', async () => {
    const { ranks } = cluster(2, 2);
    const stop = new AbortController();
    ranks[0]!.begin(0);
    ranks[0]!.contribute(0);
    const waiting = ranks[0]!.finish([], stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('a shard contributed twice, or not its own, is a bug', async () => {
    const { ranks } = cluster(2, 4);
    ranks[0]!.begin(0);
    ranks[0]!.contribute(0);
    expect(() => ranks[0]!.contribute(0)).toThrow(/twice/);
    expect(() => ranks[0]!.contribute(3)).toThrow(/does not belong/);
    await expect(ranks[0]!.finish([], never)).rejects.toThrow(/not all been contributed/);
  });
});
