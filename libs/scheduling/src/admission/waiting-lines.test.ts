import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRanked } from './request.js';
import { type LineEntry, openWaitingLines } from './waiting-lines.js';

const AGING_MS = 10;
const entry = fc.record({
  jobId: fc.integer({ min: 0, max: 30 }).map((n) => `job-${n}`),
  owner: fc.constantFrom('ann', 'bob'),
  priority: fc.integer({ min: 0, max: 3 }),
  waitedMs: fc.integer({ min: 0, max: 20 }),
});
const change = fc.oneof(
  entry.map((one) => ({ add: one })),
  entry.map(({ jobId }) => ({ remove: jobId })),
);

describe('waiting lines', () => {
  it('are the sorted list of who waits, cut by owner', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 80 }), fc.integer({ min: 1, max: 5 }), (changes, perLine) => {
        const lines = openWaitingLines(AGING_MS);
        const model = new Map<string, LineEntry>();
        for (const one of changes) {
          if ('add' in one) {
            lines.add(one.add);
            model.set(one.add.jobId, one.add);
          } else {
            lines.remove(one.remove);
            model.delete(one.remove);
          }
        }
        const sorted = [...model.values()].sort((a, b) => compareRanked(a, b, AGING_MS));
        const expected = sorted.filter(
          (one, at) => sorted.slice(0, at).filter(({ owner }) => owner === one.owner).length < perLine,
        );
        expect(lines.first({ all: 100, perLine })).toEqual(expected.map(({ jobId }) => jobId));
        expect(lines.size).toBe(model.size);
      }),
    );
  });

  it('stay in order when most of a long one has gone', () => {
    const lines = openWaitingLines(AGING_MS);
    const job = (n: number): LineEntry => ({
      jobId: `job-${n}`,
      owner: 'ann',
      priority: 1,
      waitedMs: 10_000 - n,
    });
    for (let n = 0; n < 5_000; n++) lines.add(job(n));
    for (let n = 0; n < 5_000; n++) if (n % 5 !== 4) lines.remove(`job-${n}`);
    lines.add(job(0));
    expect(lines.first({ all: 3, perLine: 3 })).toEqual(['job-0', 'job-4', 'job-9']);
    expect(lines.size).toBe(1_001);
  });
});
