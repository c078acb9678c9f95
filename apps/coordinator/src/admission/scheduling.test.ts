import type { PlanAnswer } from '@ringmaster/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleDocument, type TestCoordinator, testCoordinator } from '../testing/test-coordinator.js';

let cluster: TestCoordinator;
afterEach(() => cluster.close());

const document = (priority: number, more: Record<string, unknown> = {}) =>
  sampleDocument({ priority, workers: { min: 2, max: 2 }, ...more });

describe('a more urgent job', () => {
  it('has a less urgent one stop with a checkpoint, which goes on later, and says so', async () => {
    cluster = await testCoordinator();
    const agent = await cluster.agent('agent-a');
    await cluster.submit('job-patient', document(200));
    await cluster.until('job-patient', ({ state }) => state === 'running');
    await cluster.submit('job-urgent', document(10));
    await cluster.until('job-urgent', ({ state }) => state === 'running');
    const waiting = await cluster.until('job-patient', ({ waiting: facts }) => facts !== undefined);
    expect(waiting).toMatchObject({
      state: 'queued',
      reason: 'needs 2 slots, 0 free of 2 in the cluster',
      attempts: [{ outcome: 'preempted' }],
      waiting: {
        position: 1,
        blockedBy: 'slots',
        unblock: [
          'the end of running jobs, whose length nobody knows',
          'more workers',
          ...[expect.anything(), expect.anything()],
        ],
      },
    });
    for (const rank of [...agent.running]) rank.finish();
    const again = await cluster.until('job-patient', ({ state }) => state === 'running');
    expect(again.attempts).toHaveLength(2);
  });

  it('has an elastic one give ranks up', async () => {
    cluster = await testCoordinator();
    await cluster.agent('agent-a');
    await cluster.submit('job-elastic', document(200, { workers: { min: 1, max: 2 } }));
    await cluster.until('job-elastic', ({ state }) => state === 'running');
    await cluster.submit('job-urgent', document(10, { workers: { min: 1, max: 1 } }));
    const urgent = await cluster.until('job-urgent', ({ waiting }) => waiting !== undefined);
    expect(urgent.waiting?.blockedBy).toMatch(/room|slots/);
    await cluster.until(
      'job-urgent',
      ({ waiting }) => waiting?.unblock[0] === 'nothing: its slots are on their way',
    );
  });
});

describe('quotas', () => {
  it('hold one project back and nobody else, and say what is in use', async () => {
    cluster = await testCoordinator({ quotas: { projects: { vision: { slots: 2 } } } });
    await cluster.agent('agent-a', { slots: 4 });
    await cluster.submit('job-first', document(100, { project: 'vision' }));
    await cluster.until('job-first', ({ state }) => state === 'running');
    await cluster.submit('job-second', document(1, { project: 'vision' }));
    await cluster.submit('job-other', document(100));
    await cluster.until('job-other', ({ state }) => state === 'running');
    expect(await cluster.until('job-second', ({ waiting }) => waiting?.blockedBy === 'quota')).toMatchObject({
      reason: 'needs 2 slots; quota projects.vision: 2 of 2 slots in use',
    });
  });
});

describe('an agent on which several jobs crash', () => {
  it('gets nothing for a while, and is named', async () => {
    cluster = await testCoordinator();
    const options = {
      onGo: (rank: { fail(code: string, message: string): void }) => rank.fail('rank_crashed', 'boom'),
    };
    await cluster.agent('agent-bad', options);
    const single = document(100, { workers: { min: 1, max: 1 }, limits: { maxAttempts: 1 } });
    for (const jobId of ['job-one', 'job-two', 'job-three']) {
      await cluster.submit(jobId, single);
      await cluster.until(jobId, ({ state }) => state === 'failed');
    }
    await cluster.submit('job-four', single);
    const four = await cluster.until('job-four', ({ reason }) => reason !== undefined);
    expect(four.reason).toContain('agent agent-bad is left out: for');
    expect(four.reason).toContain('jobs job-one, job-two, job-three failed there');
    const { workers } = (await (await cluster.call('GET', '/v1/workers')).json()) as { workers: unknown[] };
    expect(workers).toMatchObject([{ excluded: { reason: expect.stringContaining('boom') } }]);
    await cluster.agent('agent-good');
    await cluster.until('job-four', ({ state }) => state === 'running');
  });
});

describe('a plan', () => {
  const ask = async (body: unknown) => {
    const answer = await cluster.call('POST', '/v1/plan', { body: { document: body } });
    return ((await answer.json()) as PlanAnswer).placement;
  };

  it('says when, where and how long', async () => {
    cluster = await testCoordinator();
    await cluster.agent('agent-a');
    expect(await ask(document(100, { limits: { wallTime: '1h' } }))).toMatchObject({
      placed: true,
      startsInMs: 0,
      duration: { ms: 3_600_000, from: 'limits.wallTime' },
      ranks: [{ rank: 0 }, { rank: 1 }],
    });
    await cluster.submit('job-first', document(100, { limits: { wallTime: '1h' } }));
    await cluster.until('job-first', ({ state }) => state === 'running');
    const later = await ask(document(100));
    expect(later).toMatchObject({
      placed: false,
      aheadInQueue: 0,
      unblock: expect.arrayContaining(['more workers']),
    });
    expect(later.startsInMs).toBeGreaterThan(3_500_000);
    expect(later).not.toHaveProperty('duration');
  });
});
