import { writeSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

/** Long enough to be hit in the middle, short enough for a test. */
const JOB = [
  'examples/digits.yaml',
  ...['--workers', '2', '--set', 'training.epochs=2', '--set', 'training.checkpoint.everySteps=50'],
];
/** It goes on until a new agent is there. */
const LONGER = [...JOB, '--set', 'training.epochs=4'];
const one = (pids: readonly number[]): number => {
  if (pids[0] === undefined) throw new Error('no such process');
  return pids[0];
};

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
if (!isFull)
  writeSync(
    2,
    'SKIPPED: deaths of trainers, an agent and the coordinator, which elastic, fault-rows, audit-replay-fork and the worker’s own test show too; npm run test:full runs them\n',
  );

describe.runIf(isFull)('a job survives the death of', () => {
  let cluster: Cluster;
  beforeEach(async () => {
    cluster = createCluster();
    await cluster.up({ workers: 2, slots: 2 });
  });
  afterEach(() => cluster.close());

  const startAndReach = async (step: number, job = JOB): Promise<string> => {
    const id = await cluster.submit(job);
    await cluster.waitFor(id, `step ${step}`, (job) => (job.progress?.step ?? 0) >= step);
    return id;
  };

  it('a trainer: a replacement joins, no step is computed again from a checkpoint, and show names the cause', async () => {
    const id = await startAndReach(70);
    const running = await cluster.job(id);
    const pid = running.attempts[0]?.ranks[1]?.pid;
    expect(pid).toBeGreaterThan(0);
    process.kill(pid ?? 0, 'SIGKILL');
    const job = await cluster.waitForEnd(id);
    expect(job.state).toBe('succeeded');
    expect(job.attempts).toHaveLength(1);
    const [, second] = job.attempts[0]?.generations ?? [];
    expect(second?.reason).toMatch(/^rank 1 was ended by SIGKILL at step \d+.*rank 2 joined/);
    expect(second?.members).toEqual([0, 2]);
    const shown = await cluster.cli(['show', id]);
    expect(shown.stdout).toMatch(/rank 1 was ended by SIGKILL at step \d+/);
    const undisturbed = await cluster.waitForEnd(await cluster.submit(JOB));
    expect(undisturbed.generations).toBe(1);
    expect(job.result?.weightsSha256).toBe(undisturbed.result?.weightsSha256);
  });

  it('all trainers: retried from the last checkpoint', async () => {
    const id = await startAndReach(70);
    const running = await cluster.job(id);
    for (const { pid } of running.attempts[0]?.ranks ?? []) process.kill(pid ?? 0, 'SIGKILL');
    const job = await cluster.waitForEnd(id);
    expect(job.state).toBe('succeeded');
    expect(job.attempts).toHaveLength(2);
    expect(job.attempts[0]?.cause?.code).toBe('rank_crashed');
    expect(job.attempts[1]?.resumedFromStep).toBeGreaterThanOrEqual(50);
  });

  it('an agent: its trainers step on, and the one that is started again takes them over', async () => {
    const id = await startAndReach(70, LONGER);
    const { ranks } = (await cluster.job(id)).attempts[0] ?? {};
    process.kill(one(cluster.processes('agent')), 'SIGKILL');
    const job = await cluster.waitForEnd(id);
    expect(job).toMatchObject({ state: 'succeeded', generations: 1, attempts: [{ outcome: 'succeeded' }] });
    expect(job.attempts[0]?.ranks.map(({ pid }) => pid)).toEqual(ranks?.map(({ pid }) => pid));
  });

  it('the coordinator: the job ends, once', async () => {
    const id = await startAndReach(70);
    process.kill(one(cluster.processes('coordinator')), 'SIGKILL');
    const job = await cluster.waitForEnd(id);
    expect(job.state).toBe('succeeded');
    expect(job.attempts.filter((attempt) => attempt.outcome === 'succeeded')).toHaveLength(1);
    const again = await cluster.submit(['examples/mlp-blobs.yaml']);
    expect((await cluster.waitForEnd(again)).state).toBe('succeeded');
  });
});
