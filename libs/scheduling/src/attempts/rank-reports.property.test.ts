import { wire } from '@ringmaster/contracts';
import { systemClock, TrainError } from '@ringmaster/core';
import { memoryJobLog, type MemoryLogStore } from '@ringmaster/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJobStore, type JobStore } from '../jobs/job-store.js';
import { ready, report, start, submittedEvent } from '../testing/job-samples.js';
import { type RankNews, readRankEvent } from './rank-reports.js';

const JOB = 'job-000001';

const anyDouble = fc.oneof(fc.constantFrom(NaN, Infinity, -Infinity, -0, 1e308, -1e308, 5e-324), fc.double());
/** A number as a program in another language may print it. */
const anyNumberText = fc.oneof(
  fc.constantFrom('1e999', '-1e999', '-0', '1e308', 'null', 'NaN'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);
const resultOf = (accuracy: string) =>
  `{"weightsSha256":"${'a'.repeat(64)}","steps":8,"samples":512,"skippedSteps":0,"metrics":{"accuracy":${accuracy}},"artifacts":[],"backend":"tensorflow"}`;

const anyEvent: fc.Arbitrary<wire.v1.RankEvent.$Properties> = fc.oneof(
  anyDouble.map((standstillMs) => ({
    regrouped: { generation: { epoch: 1, n: 1, nonce: 'nonce-1' }, step: 3, standstillMs },
  })),
  fc.tuple(anyDouble, anyNumberText).map(([atMs, byte]) => ({
    failed: { causeJson: `{"code":"data_corrupt","message":"bad","details":{"byte":${byte}}}`, atMs },
  })),
  anyNumberText.map((accuracy) => ({ finished: { resultJson: resultOf(accuracy), stopped: false } })),
);

/** What came over the wire. */
const received = (event: wire.v1.RankEvent.$Properties, rank: number): wire.v1.RankEvent => {
  const { RankEvent } = wire.v1;
  return RankEvent.decode(
    RankEvent.encode({ jobId: JOB, attempt: 1, rank, ...event }).finish(),
  ) as wire.v1.RankEvent;
};

function newsOf(event: wire.v1.RankEvent): RankNews | undefined {
  try {
    return readRankEvent(event);
  } catch (error) {
    expect(TrainError.from(error).code).toBe('invalid');
    return undefined;
  }
}

async function running(kept: MemoryLogStore): Promise<JobStore> {
  const store = createJobStore(memoryJobLog(kept), systemClock);
  await store.create(JOB, submittedEvent());
  for (const input of [start(2), ready(1, 0), ready(1, 1)]) await store.feed(JOB, input);
  return store;
}

describe('numbers of ranks', () => {
  it('whatever they are, the log of the job can be read again, and is what it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { minLength: 1, maxLength: 4 }), async (events) => {
        const kept: MemoryLogStore = new Map();
        const store = await running(kept);
        for (const [index, event] of events.entries()) {
          const news = newsOf(received(event, index % 2));
          if (news?.kind === 'report') await store.feed(JOB, report(1, index % 2, news.report));
        }
        const next = createJobStore(memoryJobLog(kept), systemClock);
        await next.load();
        expect(next.get(JOB)).toEqual(JSON.parse(JSON.stringify(store.get(JOB))));
      }),
    );
  });

  it('a standstill that is no number is refused, and one of which JSON knows is taken', () => {
    const regrouped = (standstillMs: number) => newsOf(received({ regrouped: { step: 3, standstillMs } }, 0));
    for (const bad of [NaN, Infinity, -Infinity]) expect(regrouped(bad)).toBeUndefined();
    expect(regrouped(1e308)).toMatchObject({ report: { standstillMs: 1e308 } });
    expect(regrouped(-1)).toMatchObject({ report: { standstillMs: 0 } });
  });

  it('the end of a rank counts whatever its clock says', () => {
    const failed = (atMs: number) =>
      newsOf(received({ failed: { causeJson: '{"code":"internal","message":"x"}', atMs } }, 0));
    expect(failed(5)).toMatchObject({ report: { kind: 'failed', failure: { atMs: 5 } } });
    for (const bad of [NaN, Infinity]) {
      expect(failed(bad)).toMatchObject({ report: { kind: 'failed' } });
      expect(failed(bad)).not.toHaveProperty('report.failure.atMs');
    }
  });
});
