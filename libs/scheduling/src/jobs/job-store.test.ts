import { systemClock } from '@ringmaster/core';
import { memoryJobLog, type MemoryLogStore } from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import { ready, start, submittedEvent } from '../testing/job-samples.js';
import { createJobStore } from './job-store.js';

const JOB = 'job-000001';

describe('what is appended', () => {
  it('is refused whole when it could not be read back, and the job goes on', async () => {
    const kept: MemoryLogStore = new Map();
    const store = createJobStore(memoryJobLog(kept), systemClock);
    await store.create(JOB, submittedEvent());
    for (const input of [start(2), ready(1, 0), ready(1, 1)]) await store.feed(JOB, input);
    const before = structuredClone(kept.get(JOB));
    const slow = { factor: Infinity, shardMs: 9, othersMs: 0 };
    await expect(store.feed(JOB, { kind: 'pace', attempt: 1, rank: 0, slow })).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/event \d+ \(rank_pace\) of job job-000001 .* was not logged[^]*factor/),
    });
    expect(kept.get(JOB)).toEqual(before);
    const record = await store.feed(JOB, {
      kind: 'pace',
      attempt: 1,
      rank: 0,
      slow: { ...slow, factor: 3 },
    });
    expect(record.attempts[0]?.ranks[0]?.slow).toMatchObject({ factor: 3 });
  });
});
