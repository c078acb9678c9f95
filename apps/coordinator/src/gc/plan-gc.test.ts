import { describe, expect, it } from 'vitest';
import { planGc, type StoredJob } from './plan-gc.js';

const DAY = 86_400_000;
const NOW = 100 * DAY;

/** Three checkpoints of 10 bytes, one a day, the last one a day before the end; 40 bytes in all. */
function job(jobId: string, endedDaysAgo: number, more: Partial<StoredJob> = {}): StoredJob {
  const endedMs = NOW - endedDaysAgo * DAY;
  return {
    jobId,
    endedMs,
    isPinned: false,
    bytes: 40,
    checkpoints: [1, 2, 3].map((step) => ({ step, bytes: 10, atMs: endedMs - (4 - step) * DAY })),
    neededSteps: new Set(),
    newestStep: 3,
    ...more,
  };
}
const shown = (jobs: readonly StoredJob[], rules: { olderThanDays?: number; maxBytes?: number }) =>
  planGc(jobs, {
    nowMs: NOW,
    maxBytes: rules.maxBytes,
    olderThanMs: rules.olderThanDays === undefined ? undefined : rules.olderThanDays * DAY,
  }).map(({ jobId, step, bytes }) => [jobId, step ?? 'all', bytes]);

describe('planGc', () => {
  const old = job('old', 20);
  const recent = job('recent', 5);
  const live = job('live', 0, { endedMs: undefined });

  it.each<[string, StoredJob[], Parameters<typeof shown>[1], unknown[]]>([
    ['nothing is old enough', [old, recent], { olderThanDays: 30 }, []],
    ['a job that ended long ago goes whole', [recent, old], { olderThanDays: 10 }, [['old', 'all', 40]]],
    [
      'of a younger one old checkpoints go, never the newest',
      [recent],
      { olderThanDays: 6 },
      [
        ['recent', 1, 10],
        ['recent', 2, 10],
      ],
    ],
    [
      'a damaged newest one makes the one before it stay',
      [job('j', 5, { newestStep: 2 })],
      { olderThanDays: 5.5 },
      [
        ['j', 1, 10],
        ['j', 3, 10],
      ],
    ],
    ['a job that has not ended stays', [live], { olderThanDays: 0, maxBytes: 0 }, []],
    ['a pinned job stays', [job('j', 50, { isPinned: true })], { olderThanDays: 1, maxBytes: 0 }, []],
    [
      'a needed step stays, and with it the job',
      [job('j', 50, { neededSteps: new Set([1]) })],
      { maxBytes: 0 },
      [['j', 2, 10]],
    ],
    ['a size that fits takes nothing', [old, recent], { maxBytes: 80 }, []],
    [
      'a size takes the oldest alone',
      [recent, old],
      { maxBytes: 65 },
      [
        ['old', 1, 10],
        ['old', 2, 10],
      ],
    ],
    ['a smaller size takes all of the oldest job', [recent, old], { maxBytes: 45 }, [['old', 'all', 40]]],
    [
      'both rules together',
      [recent, old],
      { olderThanDays: 10, maxBytes: 30 },
      [
        ['old', 'all', 40],
        ['recent', 1, 10],
      ],
    ],
    [
      'no size is left',
      [recent, old],
      { maxBytes: 0 },
      [
        ['old', 'all', 40],
        ['recent', 'all', 40],
      ],
    ],
  ])('%s', (_, jobs, rules, items) => {
    expect(shown(jobs, rules)).toEqual(items);
  });
});
