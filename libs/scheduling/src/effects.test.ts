import { describe, expect, it } from 'vitest';
import { effectsOf } from './effects.js';
import type { JobInput } from './job-inputs.js';
import { failedWith, feed, ready, start, submittedRecord } from './testing/job-samples.js';

const begun = (world: number) =>
  feed(submittedRecord(2), start(world), ...Array.from({ length: world }, (_, rank) => ready(1, rank)));

const gone = (rank: number): JobInput => ({
  kind: 'rank_lost',
  attempt: 1,
  rank,
  cause: { code: 'deadline', message: `rank ${rank} did not give up its generation` },
});

describe('a rank that counts as gone without a word of its own', () => {
  it('is ended by force while others go on', () => {
    const after = feed(begun(3), gone(1));
    expect(effectsOf(begun(3), after)).toContainEqual({ kind: 'evict', ranks: [1] });
  });

  it('is ended by force also when it was the last one, and the attempt is over with it', () => {
    const before = feed(begun(2), failedWith(1, 0, 'rank_crashed'));
    const after = feed(before, gone(1));
    expect(after.attempts[0]).toMatchObject({ outcome: 'failed' });
    expect(effectsOf(before, after)).toEqual([{ kind: 'evict', ranks: [1] }]);
    // Nothing is left to be done afterwards.
    expect(effectsOf(after, after)).toEqual([]);
  });

  it('is ended by force when all are lost at once, with their agent', () => {
    const lost: JobInput = {
      kind: 'agent_lost',
      agentId: 'agent-0',
      message: 'agent-0 was silent for too long',
    };
    const before = begun(1);
    expect(effectsOf(before, feed(before, lost))).toEqual([{ kind: 'evict', ranks: [0] }]);
  });
});
