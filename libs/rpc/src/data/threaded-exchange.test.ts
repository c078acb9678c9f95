import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Membership, ownedShards, planBuckets } from '@ringmaster/collective';
import { silentLogger } from '@ringmaster/core';
import { type OpenExchanges, type ExchangeShape, stepExchangeContract } from '@ringmaster/testkit';
import type { StepExchange } from '@ringmaster/training';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createThreadedExchange, type ThreadedExchangeOptions } from './threaded-exchange.js';

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

async function threaded(shape: ExchangeShape, rank: number, over: Partial<ThreadedExchangeOptions> = {}) {
  const { world, shards, vectorLength } = shape;
  const membership: Membership = {
    jobId: 'job-threads',
    attempt: 1,
    generation: { epoch: 1, n: 1, nonce: 'abc' },
    rank,
    world,
  };
  const exchange = await createThreadedExchange({
    networkEntry,
    membership,
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
  open.push(exchange);
  return exchange;
}

async function connected(
  shape: ExchangeShape,
  over: Partial<ThreadedExchangeOptions> = {},
): Promise<OpenExchanges> {
  const ranks = await Promise.all(
    Array.from({ length: shape.world }, (_, rank) => threaded(shape, rank, over)),
  );
  const peers = ranks.map(({ dataAddress }, rank) => ({ rank, address: dataAddress }));
  const exchanges = await Promise.all(ranks.map((rank) => rank.connect(peers, never)));
  return {
    exchanges,
    kill: async (rank) => ranks[rank]?.close(),
    close: async () => void (await Promise.all(ranks.map((rank) => rank.close()))),
  };
}

stepExchangeContract('network threads over gRPC', connected);
stepExchangeContract('network threads over gRPC, in a ring', connected, { worlds: [3, 4], reduce: 'ring' });

function contributeAll(exchange: StepExchange, shards: number, step: number): void {
  const { first, end } = ownedShards(exchange.rank, exchange.world, shards);
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

describe('the threaded exchange', () => {
  it('alone, it needs neither a socket nor a thread', async () => {
    const nowhere = new URL('file:///nowhere/network.js');
    const alone = await threaded({ world: 1, shards: 3, vectorLength: 10 }, 0, { networkEntry: nowhere });
    expect(alone.dataAddress).toBe('');
    const exchange = await alone.connect([], never);
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
    const good = await threaded(shape, 0);
    const bad = await threaded(shape, 1, { jobSecret: new Uint8Array(32) });
    await expect(bad.connect([{ rank: 0, address: good.dataAddress }], never)).rejects.toMatchObject({
      name: 'TrainError',
      code: 'unauthenticated',
    });
  });

  it('a network thread that cannot start or listen says so', async () => {
    const shape = { world: 2, shards: 2, vectorLength: 10 };
    const broken = pathToFileURL(join(directory, 'missing.cjs'));
    await expect(threaded(shape, 0, { networkEntry: broken })).rejects.toMatchObject({ code: 'internal' });
    const taken = Number((await threaded(shape, 0)).dataAddress.split(':')[1]);
    await expect(threaded(shape, 1, { ports: { from: taken, to: taken } })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('misuse is reported by the next call that waits', async () => {
    const { exchanges } = await connected({ world: 2, shards: 2, vectorLength: 10 });
    exchanges[0]!.begin(0);
    exchanges[0]!.contribute(1);
    await expect(exchanges[0]!.finish([], never)).rejects.toThrow(/shard 1 does not belong to rank 0/);
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
