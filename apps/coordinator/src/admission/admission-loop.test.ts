import { JobDocument } from '@ringmaster/contracts';
import { silentLogger } from '@ringmaster/core';
import { createJobStore, event, type JobRecord } from '@ringmaster/scheduling';
import { memoryJobLog, memoryJobQueue, type MemoryLogStore } from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import { createLiveJobs } from '../jobs/live-jobs.js';
import { manualClock } from '../testing/manual-clock.js';
import { createAdmissionLoop } from './admission-loop.js';
import { createSchedulingFacts } from './scheduling-facts.js';

const jobId = 'job-000001';
const AGENT = {
  ...{ agentId: 'agent-1', engine: 'native', host: 'host-1', draining: false, allowCode: false },
  ...{ dataSets: [], memory: undefined, slots: [{ slot: 0, device: 'cpu', cpuThreads: 1, busy: false }] },
};
const document = JobDocument.parse({
  ...{ version: 1, kind: 'train', model: { name: 'lenet5' }, data: { dataset: 'digits' } },
  ...{ loss: 'sparseCategoricalCrossentropy', workers: { max: 1 } },
});

/** One job, one slot; what a host brings, and what the store holds, is the test's to say. */
async function admissions(kept: MemoryLogStore = new Map()) {
  const clock = manualClock();
  const store = createJobStore(memoryJobLog(kept), clock);
  await store.load();
  const host = { brings: undefined as string | undefined };
  const points = { lookUp: () => `${jobId}/40` };
  const none = { outlook: () => undefined, timings: () => [] };
  const live = createLiveJobs(clock, () => undefined, { ...none, awaits: () => host.brings });
  const facts = createSchedulingFacts({
    ...{ store, clock, quotas: {} },
    progressOf: () => undefined,
    connected: () => [AGENT],
  });
  store.onCommit(facts.committed.bind(facts));
  const resume = { ofNextAttempt: () => Promise.resolve({ resumeFrom: points.lookUp(), passedOver: [] }) };
  const queue = memoryJobQueue();
  const loop = createAdmissionLoop({
    ...{ store, queue, live, resume, facts, clock },
    ...{ epoch: 1, logger: silentLogger },
  });
  const job = { ...document, training: { ...document.training, shards: 1 } };
  await store.create(
    jobId,
    event('submitted', { name: 'test', priority: 1, job, requestSha256: 'a'.repeat(64) }),
  );
  await queue.add({ jobId, priority: 1 });
  return { clock, store, queue, host, points, loop, record: () => store.get(jobId) as JobRecord };
}

describe('an attempt', () => {
  it('does not begin when a host comes back with a newer checkpoint during the lookup of the last one', async () => {
    const { clock, store, host, points, loop, record } = await admissions();
    await loop.pass();
    expect(record().attempts).toHaveLength(1);
    const cause = { code: 'rank_crashed', message: 'killed' } as const;
    await store.feed(jobId, { kind: 'rank_lost', attempt: 1, rank: 0, cause });
    expect(record().phase).toBe('waiting');
    clock.advance(60_000);
    points.lookUp = () => {
      host.brings = 'waits for the checkpoint of step 80';
      return `${jobId}/40`;
    };
    await loop.pass();
    expect(record().attempts).toHaveLength(1);
    host.brings = undefined;
    points.lookUp = () => `${jobId}/80`;
    await loop.pass();
    expect(record().attempts[1]).toMatchObject({ resumeFrom: `${jobId}/80` });
  });
});

it('a job that was set aside is not ended in the queue, which would not take its id again', async () => {
  const bad = { seq: 0, at: '2026-01-01T00:00:00.000Z', jobId: 'job-bad', type: 'submitted', data: {} };
  const { queue, loop, record } = await admissions(new Map([['job-bad', [bad]]]));
  const settled: string[] = [];
  const { take } = queue;
  queue.take = async () => {
    const job = await take();
    return job && { ...job, settle: async (how) => (settled.push(job.jobId), job.settle(how)) };
  };
  await queue.add({ jobId: 'job-bad', priority: 1 });
  await loop.pass();
  expect(record().attempts).toHaveLength(1);
  expect([await queue.waiting(9), settled]).toEqual([[], []]);
});
