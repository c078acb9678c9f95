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

describe('a log that cannot be read', () => {
  const withOneBad = async (
    spoil: (events: MemoryLogStore extends Map<string, infer E> ? E : never) => void,
  ) => {
    const kept: MemoryLogStore = new Map();
    const store = createJobStore(memoryJobLog(kept), systemClock);
    for (const jobId of ['job-a', 'job-bad', 'job-c']) {
      await store.create(jobId, submittedEvent());
      await store.feed(jobId, start(2));
    }
    spoil(kept.get('job-bad') ?? []);
    return kept;
  };

  it.each<[string, Parameters<typeof withOneBad>[0], RegExp]>([
    [
      'with a value that no event has',
      (events) => void (events[1] && (events[1].data['attempt'] = null)),
      /event 1 \(attempt_started\)[^]*attempt/,
    ],
    [
      'of a newer version',
      (events) => void (events[1] && (events[1].type = 'teleported')),
      /event 1 \(teleported\): unknown type/,
    ],
    [
      'with an event that may not follow',
      (events) => void (events[1] && events.push({ ...events[1], seq: 2 })),
      /event 2 \(attempt_started\) refused/,
    ],
    ['that does not begin', (events) => void events.shift(), /the job does not exist/],
  ])('%s sets its job aside, and no other', async (_, spoil, problem) => {
    const kept = await withOneBad(spoil);
    const before = structuredClone(kept);
    const store = createJobStore(memoryJobLog(kept), systemClock);
    await store.load();
    expect([...store.all()].map(({ jobId }) => jobId)).toEqual(['job-a', 'job-c']);
    expect([store.openCount(), [...store.running()].length, store.get('job-bad')]).toEqual([2, 2, undefined]);
    const [one, ...more] = store.setAside();
    expect([one?.jobId, more]).toEqual(['job-bad', []]);
    expect(one?.problem).toMatch(problem);
    expect(one?.problem).toContain('the log of job-bad in memory');
    const refused = { code: 'artifact_corrupt', message: expect.stringMatching(problem) };
    await expect(store.create('job-bad', submittedEvent())).rejects.toMatchObject(refused);
    await expect(store.feed('job-bad', { kind: 'cancel', reason: 'x' })).rejects.toMatchObject(refused);
    expect(() => store.find('job-bad')).toThrow(expect.objectContaining(refused));
    expect(kept).toEqual(before);
    expect((await store.feed('job-a', ready(1, 0))).attempts[0]?.ranks[0]?.state).toBe('ready');
  });
});
