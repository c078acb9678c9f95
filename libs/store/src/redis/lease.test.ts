import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '@ringmaster/core';
import { acquireLease, type AcquireLeaseOptions, type Lease } from './lease.js';
import { testRedis, type TestRedis } from './redis-for-tests.js';

let server: TestRedis;
let redis: Redis;
let mirrorDir: string;
let places = 0;
let leases: Lease[] = [];
beforeAll(async () => {
  server = await testRedis(process.env);
  redis = await server.connect();
});
afterAll(async () => {
  for (const lease of leases) await lease.release();
  await server.end();
});
beforeEach(async () => {
  await redis.flushall();
  mirrorDir = join(server.directory, `lease-${places++}`);
  leases = [];
});

async function acquire(o: Partial<AcquireLeaseOptions> = {}): Promise<Lease> {
  const lease = await acquireLease({ redis, mirrorDir, logger: silentLogger, ...o });
  leases.push(lease);
  return lease;
}

describe('acquireLease', () => {
  it('gives an epoch above every one that Redis, the mirror or the caller know', async () => {
    const first = await acquire();
    expect(first.epoch).toBe(1);
    await first.release();
    const second = await acquire({ knownEpoch: 41 });
    expect(second.epoch).toBe(42);
    expect(await readFile(join(mirrorDir, 'epoch'), 'utf8')).toBe('42\n');
    await second.release();
    await redis.flushall();
    expect((await acquire()).epoch).toBe(43);
  });

  it('waits as a standby for as long as it takes, until it is told to stop', async () => {
    const first = await acquire();
    const standby = acquire({ waitMs: Infinity });
    const stop = new AbortController();
    const stopped = acquire({ waitMs: Infinity, signal: stop.signal });
    stop.abort('SIGTERM');
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    await first.release();
    expect((await standby).epoch).toBe(2);
  });

  it('refuses while another lives, waits for its end, or takes it by force and tells the loser', async () => {
    const first = await acquire();
    await expect(acquire()).rejects.toMatchObject({ code: 'conflict' });
    const waiting = acquire({ waitMs: 10_000 });
    await first.release();
    const second = await waiting;
    expect(second.epoch).toBe(2);
    const third = await acquire({ force: true });
    expect(third.epoch).toBe(3);
    await expect(second.renew()).rejects.toMatchObject({ code: 'fenced' });
    expect(second.lost.aborted).toBe(true);
    await second.release();
    await expect(acquire()).rejects.toMatchObject({ code: 'conflict' });
  });

  it('lets a successor in after a holder fell silent', async () => {
    await acquire();
    await redis.del('ringmaster:coordinator:alive');
    expect((await acquire()).epoch).toBe(2);
  });

  it('writes itself again into a wiped Redis', async () => {
    const lease = await acquire({ knownEpoch: 6 });
    let restored = 0;
    lease.onRestored(() => restored++);
    expect(await lease.renew()).toBe(false);
    await redis.flushall();
    expect(await lease.renew()).toBe(true);
    expect(restored).toBe(1);
    expect(await redis.hget('ringmaster:coordinator', 'epoch')).toBe('7');
  });

  it('raises the epoch above one that is known elsewhere, and writes nothing under the old one', async () => {
    const lease = await acquire({ knownEpoch: 7 });
    await lease.raiseEpoch(12);
    expect(await redis.hget('ringmaster:coordinator', 'epoch')).toBe('12');
    expect(await readFile(join(mirrorDir, 'epoch'), 'utf8')).toBe('12\n');
    await expect(lease.renew()).rejects.toMatchObject({ code: 'fenced' });
    // It has given the epoch up itself.
    expect(lease.lost.aborted).toBe(false);
    await lease.release();
    expect((await acquire()).epoch).toBe(13);
  });

  it('raises it when Redis had lost the lease too', async () => {
    const lease = await acquire();
    await redis.flushall();
    await lease.raiseEpoch(12);
    expect(await redis.hget('ringmaster:coordinator', 'epoch')).toBe('12');
  });

  it('lets nobody raise it who is not the holder any more', async () => {
    const old = await acquire();
    const newer = await acquire({ force: true });
    await expect(old.raiseEpoch(12)).rejects.toMatchObject({
      code: 'fenced',
      message: `epoch 1 is over: a coordinator of epoch 2 has used ${join(mirrorDir, 'epoch')} since`,
    });
    await writeFile(join(mirrorDir, 'epoch'), '1\n');
    await expect(old.raiseEpoch(12)).rejects.toMatchObject({ code: 'fenced' });
    expect(await redis.hget('ringmaster:coordinator', 'epoch')).toBe('2');
    expect(await newer.renew()).toBe(false);
  });

  it('finds the epoch in the logs of a mirror that has lost its epoch file', async () => {
    const event = { jobId: 'job-1', seq: 0, at: '2026-01-01T00:00:00.000Z', type: 'submitted', data: {} };
    await mkdir(mirrorDir, { recursive: true });
    await writeFile(join(mirrorDir, 'job-1.jsonl'), `${JSON.stringify({ epoch: 12, event })}\n`);
    expect((await acquire()).epoch).toBe(13);
  });

  it('does not guess when the epoch file is broken', async () => {
    await (await acquire()).release();
    await writeFile(join(mirrorDir, 'epoch'), 'x');
    await expect(acquire()).rejects.toMatchObject({ code: 'artifact_corrupt' });
  });
});
