import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeLayout } from '@ringmaster/contracts';
import { silentLogger } from '@ringmaster/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from './config.js';
import { prepareHome } from './home-files.js';
import { openRedisParts, type RedisParts } from './redis-parts.js';
import {
  eventually,
  sampleDocument,
  type TestCoordinator,
  testCoordinator,
} from './testing/test-coordinator.js';

const isOver = (job: { state: string }) => ['succeeded', 'failed', 'cancelled'].includes(job.state);

let root = '';
let redis: RedisParts;
let cluster: TestCoordinator;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rm-coord-redis-'));
  const config = {
    ...readConfig(['--home', root], { ...process.env, REDIS_URL: '' }),
  };
  const home = homeLayout(root);
  await prepareHome(home);
  redis = await openRedisParts({
    config,
    home,
    force: false,
    onRebuilt: () => void cluster.coordinator.reconcile(),
    signal: new AbortController().signal,
    logger: silentLogger,
  });
  cluster = await testCoordinator(redis);
});
afterEach(async () => {
  await cluster.close();
  await redis.close();
  await rm(root, { recursive: true, force: true });
});

describe('a coordinator on a real Redis', () => {
  it('runs a job from submit to its end', async () => {
    await cluster.agent('agent-a', { onGo: (rank) => rank.finish() });
    await cluster.submit('job-redis-1');
    expect(await cluster.until('job-redis-1', isOver)).toMatchObject({ state: 'succeeded', generations: 1 });
    const types = (await redis.log.load()).get('job-redis-1')?.map((event) => event.type) ?? [];
    expect(types.slice(0, 5)).toEqual([
      'submitted',
      'attempt_started',
      'rank_ready',
      'rank_ready',
      'running',
    ]);
    // What one rank says may come before or after what the other one says.
    expect(types.slice(5, -1).sort()).toEqual([
      'rank_finished',
      'rank_finished',
      'rank_running',
      'rank_running',
    ]);
    expect(types.at(-1)).toBe('succeeded');
  });

  it('answers 503 instead of waiting while Redis is frozen, and loses nothing that it took', async () => {
    await cluster.submit('job-redis-2', sampleDocument({ workers: { min: 1, max: 1 } }));
    process.kill(redis.pid, 'SIGSTOP');
    const document = sampleDocument();
    const refused = await cluster.call('POST', '/v1/jobs', { body: { jobId: 'job-redis-3', document } });
    expect(refused.status).toBe(503);
    process.kill(redis.pid, 'SIGCONT');
    await eventually('a submit works again', async () => {
      const answer = await cluster.call('POST', '/v1/jobs', { body: { jobId: 'job-redis-3', document } });
      return answer.status < 300;
    });
    await cluster.agent('agent-a', { onGo: (rank) => rank.finish() });
    for (const jobId of ['job-redis-2', 'job-redis-3'])
      expect((await cluster.until(jobId, isOver)).state).toBe('succeeded');
  });

  it('keeps every job when Redis is killed while one runs', async () => {
    const agent = await cluster.agent('agent-a');
    await cluster.submit('job-redis-4');
    await cluster.until('job-redis-4', (job) => job.state === 'running');
    process.kill(redis.pid, 'SIGKILL');
    for (const rank of [...agent.running]) rank.finish();
    expect(await cluster.until('job-redis-4', isOver)).toMatchObject({ state: 'succeeded', generations: 1 });
  });
});
