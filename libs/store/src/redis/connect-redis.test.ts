import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger, type Logger } from '@ringmaster/core';
import { connectRedis, describeTarget } from './connect-redis.js';
import { testRedis, type TestRedis } from './redis-for-tests.js';
import { runScript } from './lua-script.js';
import { redisFailure } from './redis-failure.js';

let redis: TestRedis;
beforeAll(async () => {
  redis = await testRedis(process.env);
});
afterAll(() => redis.end());

describe('connectRedis', () => {
  it('refuses, or loudly warns about, a Redis that may lose data', async () => {
    const client = await redis.connect();
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    try {
      const refused = connectRedis(redis.server, { logger: silentLogger, name: 'x', onUnsafe: 'refuse' });
      await expect(refused).rejects.toMatchObject({ code: 'incompatible', message: /allkeys-lru/ });
      const warnings: string[] = [];
      const logger: Logger = { ...silentLogger, warn: (message) => void warnings.push(message) };
      const warned = await connectRedis(redis.server, { logger, name: 'x', onUnsafe: 'warn' });
      warned.disconnect();
      expect(warnings).toEqual([expect.stringMatching(/REDIS IS NOT SAFE.*noeviction/)]);
    } finally {
      await client.config('SET', 'maxmemory-policy', 'noeviction');
    }
  });

  it('fails commands within 2 s while Redis is stopped, and works again afterwards', async () => {
    const client = await redis.connect();
    process.kill(redis.server.pid, 'SIGSTOP');
    const results: string[] = [];
    try {
      const ask = async (question: () => Promise<unknown>) => {
        const started = performance.now();
        const outcome = await question().then(
          () => 'answered',
          (cause: unknown) => redisFailure(cause, 'asking').code,
        );
        results.push(performance.now() - started < 2_000 ? outcome : 'hung');
      };
      await Promise.all([ask(() => client.get('a')), ask(() => client.set('b', '1'))]);
      await ask(() => client.ping());
      await ask(() => client.ping());
      await ask(() => client.ping());
    } finally {
      process.kill(redis.server.pid, 'SIGCONT');
    }
    expect(results).toEqual(Array.from({ length: 5 }, () => 'unavailable'));
    await expect.poll(() => client.ping().catch(() => ''), { timeout: 10_000 }).toBe('PONG');
  });

  it('refuses what a full Redis does not take, with the reason and what to do, and keeps what it had', async () => {
    const client = await redis.connect();
    await client.set('kept', '1');
    await client.config('SET', 'maxmemory', '1');
    const script = { name: 'appending', lua: "return redis.call('SET', KEYS[1], ARGV[1])" };
    try {
      const refusal = {
        code: 'unavailable',
        message: 'appending: Redis is out of memory; raise its maxmemory',
      };
      await expect(runScript(client, script, ['more'], ['x'])).rejects.toMatchObject(refusal);
      expect(await client.get('kept')).toBe('1');
    } finally {
      await client.config('SET', 'maxmemory', '0');
    }
    expect(await runScript(client, script, ['more'], ['x'])).toEqual(['OK']);
  });

  it('fails a connect within its deadline when nobody listens', async () => {
    const target = { url: 'redis://user:secret@127.0.0.1:1' };
    const failed = connectRedis(target, { logger: silentLogger, name: 'x', onUnsafe: 'warn' });
    await expect(failed).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^Redis at redis:..127.0.0.1:1 was not ready.*ECONNREFUSED/),
    });
    await expect(failed).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
    expect(describeTarget(target)).toBe('redis://127.0.0.1:1');
  });
});
