import { describe, expect, it } from 'vitest';
import { decide } from './decide.js';
import type { JobInput } from './job-inputs.js';
import { effectsOf } from './effects.js';
import { jobView } from './job-view.js';
import { failedWith, feed, finished, ready, report, start, submittedRecord } from './testing/job-samples.js';

describe('a job that goes well', () => {
  const started = feed(submittedRecord(), start(2));
  const begun = feed(started, ready(1, 0), ready(1, 1));

  it('begins when all ranks are ready, and says go once', () => {
    expect(jobView(started).state).toBe('starting');
    expect(effectsOf(submittedRecord(), started)).toEqual([{ kind: 'assign', ranks: [0, 1] }]);
    expect(jobView(begun).state).toBe('running');
    expect(effectsOf(started, begun)).toEqual([{ kind: 'go' }]);
    expect(effectsOf(begun, feed(begun, report(1, 0, { kind: 'running', step: 1 })))).toEqual([]);
  });

  it('succeeds when all ranks finished with equal weights', () => {
    const one = feed(begun, finished(1, 0));
    expect(jobView(one).state).toBe('running');
    const end = feed(one, finished(1, 1));
    expect(jobView(end)).toMatchObject({ state: 'succeeded', result: { steps: 10 }, generations: 1 });
    expect(effectsOf(one, end)).toEqual([]);
  });

  it('fails with replica_drift when the weights differ, naming the rank', () => {
    const end = feed(begun, finished(1, 0, 'b'), finished(1, 1, 'c'));
    expect(end).toMatchObject({ phase: 'failed', cause: { code: 'replica_drift' } });
    expect(end.cause?.message).toContain('rank 1');
  });

  it('keeps the newest checkpoints in order', () => {
    const steps = [10, 30, 20, 40];
    const saved = feed(
      begun,
      ...steps.map((step) => report(1, 0, { kind: 'checkpoint', step, manifestSha256: 'x' })),
    );
    expect(jobView(saved).checkpoints).toEqual([20, 30, 40]);
  });

  it('ignores what is repeated, outdated or said by another agent', () => {
    const foreign: JobInput = { ...(finished(1, 0) as JobInput & { kind: 'report' }), agentId: 'agent-1' };
    for (const input of [ready(1, 0), ready(2, 0), finished(7, 0), finished(1, 9), foreign, start(2, 2)])
      expect(decide(begun, input)).toEqual([]);
  });
});

describe('a job whose data is not the same everywhere', () => {
  it('does not begin when two ranks read other files', () => {
    const over = feed(submittedRecord(2), start(2), ready(1, 0), ready(1, 1, 'same', 'other'));
    expect(over.attempts[0]).toMatchObject({ begun: false, stopping: { cause: { code: 'incompatible' } } });
    expect(over.attempts[0]?.stopping?.cause.message).toContain(
      'rank 1 of attempt 1 on agent agent-1 read the content other',
    );
    expect(jobView(over).datasetHash).toBe('data');
  });

  it('does not go on when a file changed between two attempts', () => {
    const first = feed(submittedRecord(2), start(1), ready(1, 0), failedWith(1, 0, 'rank_crashed'));
    const again = feed(first, start(1, 2), ready(2, 0, 'same', 'changed'));
    expect(again.attempts[1]).toMatchObject({ begun: false, stopping: { cause: { code: 'incompatible' } } });
    expect(feed(first, start(1, 2), ready(2, 0)).attempts[1]).toMatchObject({ begun: true });
  });
});

describe('a job whose rank fails', () => {
  const begun = feed(submittedRecord(2), start(2), ready(1, 0), ready(1, 1));

  it('waits for the others, and when none is left names the first cause and retries', () => {
    const failing = feed(begun, failedWith(1, 1, 'peer_lost', true));
    expect(effectsOf(begun, failing)).toEqual([{ kind: 'evict', ranks: [1] }]);
    expect(jobView(failing).state).toBe('running');
    const over = feed(failing, failedWith(1, 0, 'rank_crashed'));
    expect(over.phase).toBe('waiting');
    expect(over.attempts[0]).toMatchObject({
      outcome: 'failed',
      cause: { code: 'rank_crashed', details: { rank: 0 } },
      retry: { backoffMs: 500 },
    });
    // It has said itself that it ended: the order finds nobody, and is not needed.
    expect(effectsOf(failing, over)).toEqual([{ kind: 'evict', ranks: [0] }]);
  });

  it('fails after the last attempt', () => {
    const crash = (n: number) => [failedWith(n, 0, 'rank_crashed'), failedWith(n, 1, 'peer_lost', true)];
    const end = feed(begun, ...crash(1), start(2, 2), ready(2, 0), ready(2, 1), ...crash(2));
    expect(jobView(end)).toMatchObject({ state: 'failed', cause: { code: 'rank_crashed' }, generations: 2 });
  });

  it("does not retry what is the user's", () => {
    const end = feed(begun, failedWith(1, 0, 'data_corrupt'), failedWith(1, 1, 'peer_lost', true));
    expect(end).toMatchObject({ phase: 'failed', cause: { code: 'data_corrupt' } });
  });

  it('takes all ranks of a lost agent', () => {
    const lost = feed(begun, { kind: 'agent_lost', agentId: 'agent-0', message: 'agent-0 is silent' });
    expect(lost.attempts[0]?.ranks.map((rank) => rank.state)).toEqual(['failed', 'ready']);
    const over = feed(lost, failedWith(1, 1, 'peer_lost'));
    expect(over.attempts[0]?.cause?.code).toBe('agent_lost');
  });

  it('ends an attempt whose ranks have unequal engines, with both values', () => {
    const unequal = feed(submittedRecord(), start(2), ready(1, 0, 'avx2'), ready(1, 1, 'avx512'));
    expect(unequal.attempts[0]?.stopping).toMatchObject({ kill: true, cause: { code: 'incompatible' } });
    const end = feed(unequal, failedWith(1, 0, 'peer_lost', true), failedWith(1, 1, 'peer_lost', true));
    expect(end.cause?.message).toContain('avx512 ≠ avx2');
  });
});

describe('cancelling', () => {
  const cancel: JobInput = { kind: 'cancel', reason: 'the user asked' };

  it('ends a waiting job at once', () => {
    expect(feed(submittedRecord(), cancel)).toMatchObject({ phase: 'cancelled' });
  });

  it('stops a running one politely, then by force, and is idempotent', () => {
    const begun = feed(submittedRecord(), start(2), ready(1, 0), ready(1, 1));
    const asked = feed(begun, cancel);
    expect(jobView(asked).state).toBe('cancelling');
    expect(effectsOf(begun, asked)).toEqual([{ kind: 'stop', kill: false }]);
    expect(decide(asked, cancel)).toEqual([]);
    const forced = feed(asked, {
      kind: 'stop',
      attempt: 1,
      kill: true,
      cause: { code: 'cancelled', message: 'too slow' },
    });
    expect(effectsOf(asked, forced)).toEqual([{ kind: 'stop', kill: true }]);
    const stopped = report(1, 0, { kind: 'finished', stopped: true });
    const end = feed(forced, stopped, failedWith(1, 1, 'rank_crashed'));
    expect(jobView(end)).toMatchObject({ state: 'cancelled', reason: 'the user asked' });
    expect(decide(end, cancel)).toEqual([]);
  });

  it('keeps a result that was complete before the cancel reached the ranks', () => {
    const asked = feed(submittedRecord(), start(1), ready(1, 0), cancel);
    expect(feed(asked, finished(1, 0)).phase).toBe('succeeded');
  });
});
