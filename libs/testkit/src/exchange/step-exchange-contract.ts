import { foldTree } from '@ringmaster/collective';
import type { Reduce } from '@ringmaster/contracts';
import { rng } from '@ringmaster/core';
import type { StepExchange, StepRecord } from '@ringmaster/training';
import { afterEach, describe, expect, it } from 'vitest';
import type { ExchangeShape, OpenExchanges } from './memory-exchanges.js';

export interface StepExchangeContractOptions {
  readonly worlds?: readonly number[];
  /** How ranks sum; the sum of a `ring` need only be close to the canonical one. */
  readonly reduce?: Reduce;
}

/** What every step exchange promises. `open` gives connected exchanges of one generation. */
export function stepExchangeContract(
  name: string,
  open: (shape: ExchangeShape) => Promise<OpenExchanges>,
  { worlds = [1, 2, 3, 4], reduce }: StepExchangeContractOptions = {},
): void {
  const opened: OpenExchanges[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((set) => set.close()));
  });
  const openOne = async (shape: Omit<ExchangeShape, 'reduce'>) => {
    const set = await open({ ...shape, reduce });
    opened.push(set);
    return set;
  };
  const start = (world: number, shards: number, vectorLength = 1_000) =>
    openOne({ world, shards, vectorLength });

  // In a ring the bits of a sum depend on who computes which shard.
  const unlessRing = (what: string, test: () => Promise<void>) =>
    reduce === 'ring' ? undefined : it(what, test);

  describe(`step exchange contract: ${name}`, () => {
    it.each(worlds)('world %i: every rank holds the same sum and the merged record', async (world) => {
      const shards = 5;
      const { exchanges } = await start(world, shards);
      exchanges.forEach((exchange, rank) => expect(exchange).toMatchObject({ rank, world }));
      for (const step of [40, 41, 42]) {
        const all = await Promise.all(exchanges.map((exchange) => runStep(exchange, step)));
        const values = Array.from({ length: shards }, (_, shard) => shardVector(step, shard, 1_000));
        const want = foldTree(values, (a, b) => a.map((value, i) => value + (b[i] as number)));
        const sizes = foldTree(
          values.map((one) => one.map(Math.abs)),
          (a, b) => a.map((value, i) => value + (b[i] as number)),
        );
        for (const { vector, record } of all) {
          expect(firstDifference(vector, reduce === 'ring' ? all[0]!.vector : want)).toBe(-1);
          expect(vector.findIndex((value, i) => !(Math.abs(value - want[i]!) <= 1e-6 * sizes[i]!))).toBe(-1);
          expect(record).toEqual(all[0]!.record);
        }
        expect(all[0]!.record).toMatchObject({ samples: 15, control: 'checkpoint', finite: step !== 41 });
        expect([...all[0]!.record.digests.keys()].sort()).toEqual([0, 1, 2, 3, 4]);
        const pairs = [0, 1, 2, 3, 4].flatMap((shard) => [shard, step]);
        expect(all[0]!.record.gathered).toEqual([pairs, [1, 2, 2, 3, 3, 3, 4, 4, 4, 4]]);
        expect(all[0]!.record.replicaHashes.size).toBe(Math.min(world, shards));
      }
    });

    unlessRing('unevenly shared shards have the same sum, and records in the same order', async () => {
      const shardCounts = [5, 1, 2];
      const uneven = await openOne({ world: 3, shards: 8, vectorLength: 1_000, shardCounts });
      const even = await start(3, 8);
      expect(uneven.exchanges.map(({ owned }) => owned)).toEqual([[0, 1, 2, 3, 4], [5], [6, 7]]);
      for (const step of [40, 41, 42]) {
        const run = ({ exchanges }: OpenExchanges) => Promise.all(exchanges.map((one) => runStep(one, step)));
        const [[want], all] = [await run(even), await run(uneven)];
        for (const { vector, record } of all) {
          expect(firstDifference(vector, want!.vector)).toBe(-1);
          expect(record).toEqual(want!.record);
        }
      }
    });

    it('exchanges records alone, several times for one step, between steps', async () => {
      const { exchanges } = await start(2, 3);
      const all = (step: number, lossSum: number) =>
        Promise.all(
          exchanges.map((exchange) =>
            exchange.exchangeRecords(
              step,
              ownRecords(exchange, step).map((r) => ({ ...r, lossSum })),
              never,
            ),
          ),
        );
      for (const lossSum of [1, 2])
        for (const record of await all(0, lossSum)) expect(record.lossSum).toBe(3 * lossSum);
      const [step] = await Promise.all(exchanges.map((exchange) => runStep(exchange, 0)));
      expect(step!.vector).toHaveLength(1_000);
      for (const record of await all(1, 5)) expect(record.lossSum).toBe(15);
    });

    it('carries vectors of many frames and an empty one', async () => {
      const large = await start(2, 2, 700_001);
      const [a, b] = await Promise.all(large.exchanges.map((exchange) => runStep(exchange, 3)));
      expect(firstDifference(a!.vector, b!.vector)).toBe(-1);
      expect(a!.vector[700_000]).toBe(
        Math.fround(shardVector(3, 0, 700_001)[700_000]! + shardVector(3, 1, 700_001)[700_000]!),
      );
      const empty = await start(2, 2, 0);
      const [none] = await Promise.all(empty.exchanges.map((exchange) => runStep(exchange, 3)));
      expect(none!.vector).toHaveLength(0);
    });

    it('a rank that vanishes ends the step with its number, soon', async () => {
      const set = await start(3, 3);
      await Promise.all(set.exchanges.map((exchange) => runStep(exchange, 0)));
      const waiting = [0, 1].map((rank) => runStep(set.exchanges[rank]!, 1));
      const failures = Promise.all(
        waiting.map((one) =>
          one.then(
            () => undefined,
            (error: unknown) => error,
          ),
        ),
      );
      const started = performance.now();
      await set.kill(2);
      for (const error of await failures)
        expect(error).toMatchObject({ code: 'peer_lost', message: expect.stringMatching(/rank 2 .*step 1/) });
      expect(performance.now() - started).toBeLessThan(3_000);
    });

    it('a cancelled wait ends at once, and so do the calls after it', async () => {
      const { exchanges } = await start(2, 2);
      const stop = new AbortController();
      const waiting = runStep(exchanges[0]!, 0, stop.signal);
      stop.abort();
      await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
      await expect(exchanges[0]!.exchangeRecords(0, [], never)).rejects.toMatchObject({ code: 'cancelled' });
    });
  });
}

const never = new AbortController().signal;

function shardVector(step: number, shard: number, length: number): Float32Array {
  const random = rng(step, shard);
  return Float32Array.from({ length }, () => random.normal() * 10 ** (random.below(9) - 4));
}

function ownRecords({ rank, owned }: StepExchange, step: number): readonly StepRecord[] {
  return owned.map((shard, i) => ({
    lossSum: shard + 0.1,
    samples: 3,
    metricSums: [1, 0.3],
    gathered: [[shard, step], Array.from({ length: shard }, () => shard)],
    finite: !(step === 41 && shard === 1),
    digests: new Map([[shard, BigInt(step)]]),
    counts: new Map([[shard, 1]]),
    control: shard === 0 ? ('checkpoint' as const) : ('none' as const),
    replicaHashes: new Map(i === 0 ? [[rank, 'same']] : []),
  }));
}

function runStep(exchange: StepExchange, step: number, signal = never) {
  exchange.begin(step);
  for (const shard of exchange.owned) {
    const leaf = exchange.leaf(shard);
    leaf.set(shardVector(step, shard, leaf.length));
    exchange.contribute(shard);
  }
  return exchange.finish(ownRecords(exchange, step), signal);
}

/** Compares bits, because 0 and -0 are different here; -1 when equal. */
function firstDifference(a: Float32Array, b: Float32Array): number {
  return a.length === b.length ? a.findIndex((value, i) => !Object.is(value, b[i])) : 0;
}
