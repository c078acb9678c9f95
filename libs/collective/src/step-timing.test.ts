import { describe, expect, it } from 'vitest';
import { StepTiming } from './step-timing.js';

describe('step timing', () => {
  it.each([
    { seen: [], step: 60_000, records: 60_000 },
    { seen: [5], step: 10_000, records: 60_000 },
    { seen: [800, 2_000, 700], step: 40_000, records: 60_000 },
    { seen: [30_000], step: 600_000, records: 600_000 },
  ])('after steps of $seen ms', ({ seen, step, records }) => {
    const timing = new StepTiming({ firstMs: 60_000, factor: 20, minMs: 10_000 });
    for (const ms of seen) timing.observe(ms);
    expect([timing.stepMs(), timing.recordsMs()]).toEqual([step, records]);
  });
});
