import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Membership, planBuckets } from '@ringmaster/collective';
import { ownedShards, silentLogger } from '@ringmaster/core';
import { type OpenExchanges, type ExchangeShape, stepExchangeContract } from '@ringmaster/testkit';
import type { StepExchange } from '@ringmaster/training';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createRankNetwork, type RankNetworkOptions } from './rank-network.js';

const SECRET = new Uint8Array(32).fill(3);
const never = new AbortController().signal;
const directory = mkdtempSync(join(tmpdir(), 'ringmaster-network-'));
const networkEntry = pathToFileURL(join(directory, 'network.cjs'));

beforeAll(async () => {
  await build({
    entryPoints: [fileURLToPath(new URL('../../../../apps/worker/src/network/main.ts', import.meta.url))],
    outfile: fileURLToPath(networkEntry),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const member = (rank: number, world: number, n = 1): Membership => ({
  jobId: 'job-threads',
  attempt: 1,
  generation: { epoch: 1, n, nonce: 'abc' },
  rank,
  world,
});

async function threaded(shape: ExchangeShape, over: Partial<RankNetworkOptions> = {}) {
  const { shards, vectorLength } = shape;
  const network = await createRankNetwork({
    networkEntry,
    jobId: 'job-threads',
    attempt: 1,
    jobSecret: SECRET,
    shards,
    vectorLength,
    buckets: planBuckets(vectorLength),
    reduce: shape.reduce,
    listenHost: '127.0.0.1',
    advertiseHost: '127.0.0.1',
    logger: silentLogger,
    ...over,
  });
  open.push(network);
  return network;
}

async function connected(
  shape: ExchangeShape,
  over: Partial<RankNetworkOptions> = {},
): Promise<OpenExchanges> {
  const ranks = await Promise.all(Array.from({ length: shape.world }, () => threaded(shape, over)));
  const peers = ranks.map(({ dataAddress }, rank) => ({ rank, address: dataAddress }));
  const exchanges = await Promise.all(
    ranks.map((network, rank) => {
      const { shardCounts } = shape;
      return network.join(
        { ...member(rank, shape.world), ...(shardCounts && { shardCounts }) },
        peers,
        never,
      );
    }),
  );
  return {
    exchanges,
    kill: async (rank) => ranks[rank]?.close(),
    close: async () => void (await Promise.all(ranks.map((rank) => rank.close()))),
  };
}

stepExchangeContract('network threads over gRPC', connected);
stepExchangeContract('network threads over gRPC, in a ring', connected, { worlds: [3, 4], reduce: 'ring' });

function contributeAll(exchange: StepExchange, shards: number, step: number): void {
  const { first, end } = ownedShards(exchange, shards);
  exchange.begin(step);
  for (let shard = first; shard < end; shard++) {
    exchange.leaf(shard).fill(shard + 1);
    exchange.contribute(shard);
  }
}

const plain = { lossSum: 1, samples: 1, metricSums: [], finite: true, control: 'none' } as const;
const record = {
  ...plain,
  digests: new Map<number, bigint>(),
  counts: new Map<number, number>(),
  replicaHashes: new Map<number, string>(),
};

describe('the network of a rank', () => {
  it('that stays alone needs neither a socket nor a thread', async () => {
    const nowhere = new URL('file:///nowhere/network.js');
    const alone = await threaded(
      { world: 1, shards: 3, vectorLength: 10 },
      { networkEntry: nowhere, alone: true },
    );
    expect(alone.dataAddress).toBe('');
    const exchange = await alone.join(member(0, 1), [], never);
    contributeAll(exchange, 3, 0);
    const { vector } = await exchange.finish([record, record, record], never);
    expect([...vector]).toEqual(new Array(10).fill(6));
  });

  it('answers pings while the main thread is busy for longer than the silence that means death', async () => {
    const { exchanges } = await connected({ world: 2, shards: 2, vectorLength: 100 });
    for (const exchange of exchanges) contributeAll(exchange, 2, 0);
    const waiting = Promise.all(exchanges.map((exchange) => exchange.finish([record], never)));
    const busyUntil = performance.now() + 2_500;
    while (performance.now() < busyUntil);
    const [a, b] = await waiting;
    expect([...a!.vector]).toEqual([...b!.vector]);
    for (const exchange of exchanges) contributeAll(exchange, 2, 1);
    await Promise.all(exchanges.map((exchange) => exchange.finish([record], never)));
  });

  it('leaves the event loop free while it waits', async () => {
    const { exchanges } = await connected({ world: 2, shards: 2, vectorLength: 100 });
    contributeAll(exchanges[0]!, 2, 0);
    const waiting = exchanges[0]!.finish([record], never);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    await new Promise((resolve) => setTimeout(resolve, 200));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
    contributeAll(exchanges[1]!, 2, 0);
    await Promise.all([waiting, exchanges[1]!.finish([record], never)]);
  });

  it('names the straggler when the step deadline passes', async () => {
    const stepDeadline = { firstMs: 200, factor: 1, minMs: 200 };
    const { exchanges } = await connected({ world: 2, shards: 2, vectorLength: 100 }, { stepDeadline });
    contributeAll(exchanges[0]!, 2, 0);
    await expect(exchanges[0]!.finish([record], never)).rejects.toMatchObject({
      code: 'deadline',
      message: expect.stringMatching(/^rank 1 did not deliver bucket 0 part 1 \(partial, 0 of 200 bytes\)/),
    });
  });

  it('another secret is refused across threads, with its code', async () => {
    const shape = { world: 2, shards: 2, vectorLength: 10 };
    const good = await threaded(shape);
    const bad = await threaded(shape, { jobSecret: new Uint8Array(32) });
    await expect(
      bad.join(member(1, 2), [{ rank: 0, address: good.dataAddress }], never),
    ).rejects.toMatchObject({
      name: 'TrainError',
      code: 'unauthenticated',
    });
  });

  it('a network thread that cannot start or listen says so', async () => {
    const shape = { world: 2, shards: 2, vectorLength: 10 };
    const broken = pathToFileURL(join(directory, 'missing.cjs'));
    await expect(threaded(shape, { networkEntry: broken })).rejects.toMatchObject({ code: 'internal' });
    const taken = Number((await threaded(shape)).dataAddress.split(':')[1]);
    await expect(threaded(shape, { ports: { from: taken, to: taken } })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('misuse is reported by the next call that waits', async () => {
    const { exchanges } = await connected({ world: 2, shards: 2, vectorLength: 10 });
    exchanges[0]!.begin(0);
    exchanges[0]!.contribute(1);
    await expect(exchanges[0]!.finish([], never)).rejects.toThrow(/shard 1 does not belong to rank 0/);
  });

  it('goes from generation to generation: 3, then 2, then 3 with a newcomer that pulls the state', async () => {
    const shape = { world: 3, shards: 4, vectorLength: 50 };
    const ranks = await Promise.all([0, 1, 2, 3].map(() => threaded(shape)));
    const enter = async (members: readonly number[], n: number) => {
      const peers = members.map((one, rank) => ({ rank, address: ranks[one]!.dataAddress }));
      // Whoever hears of the generation first has to wait for the others, not the other way round.
      const joins = members.map(async (one, rank) => {
        await new Promise((resolve) => setTimeout(resolve, 40 * rank));
        return ranks[one]!.join(member(rank, members.length, n), peers, never);
      });
      return { peers, exchanges: await Promise.all(joins) };
    };
    const step = async (exchanges: readonly StepExchange[], number: number) => {
      for (const exchange of exchanges) contributeAll(exchange, 4, number);
      const sums = await Promise.all(
        exchanges.map((exchange) => {
          const { first, end } = ownedShards(exchange, 4);
          return exchange.finish(new Array(end - first).fill(record), never);
        }),
      );
      for (const { vector } of sums) expect([...vector]).toEqual(new Array(50).fill(10));
    };
    const first = await enter([0, 1, 2], 1);
    await step(first.exchanges, 0);
    contributeAll(first.exchanges[0]!, 4, 1);
    const lost = expect(first.exchanges[0]!.finish([record, record], never)).rejects.toMatchObject({
      code: 'peer_lost',
    });
    await ranks[1]!.close();
    await lost;
    await ranks[2]!.seal();
    await expect(first.exchanges[2]!.exchangeRecords(1, [], never)).rejects.toThrow(/no generation/);
    await ranks[0]!.seal();
    await step((await enter([0, 2], 2)).exchanges, 1);
    await Promise.all([ranks[0]!.seal(), ranks[2]!.seal()]);
    const state = Uint8Array.from({ length: 1_500_000 }, (_, i) => i % 251);
    const third = enter([0, 2, 3], 3);
    const pulled = ranks[3]!.pullState(member(2, 3, 3), { rank: 0, address: ranks[0]!.dataAddress }, never);
    await third;
    ranks[0]!.offer(member(0, 3, 3), state);
    expect(Buffer.from(await pulled).equals(state)).toBe(true);
    await step((await third).exchanges, 2);
  });

  it('tells at its seal who is gone, and not who left in order', async () => {
    const ranks = await Promise.all([0, 1, 2].map(() => threaded({ world: 3, shards: 3, vectorLength: 10 })));
    const peers = ranks.map(({ dataAddress }, rank) => ({ rank, address: dataAddress }));
    await Promise.all(ranks.map((network, rank) => network.join(member(rank, 3), peers, never)));
    await ranks[1]!.seal();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await ranks[0]!.seal()).toEqual([]);
    const [late] = await Promise.all([0].map(() => threaded({ world: 2, shards: 3, vectorLength: 10 })));
    const nobody = { rank: 1, address: '127.0.0.1:1' };
    await expect(late!.join(member(0, 2, 2), [nobody], never)).rejects.toMatchObject({
      code: 'peer_lost',
    });
    expect(await late!.seal()).toMatchObject([{ rank: 1, kind: 'dead' }]);
  });

  it('close is idempotent and ends what waits', async () => {
    const { exchanges, close } = await connected({ world: 2, shards: 2, vectorLength: 10 });
    contributeAll(exchanges[0]!, 2, 0);
    const ended = expect(exchanges[0]!.finish([record], never)).rejects.toMatchObject({ code: 'cancelled' });
    await Promise.all([exchanges[0]!.close(), close()]);
    await ended;
    await close();
  });
});
