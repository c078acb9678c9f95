import { LIMITS, wire } from '@ringmaster/contracts';
import { silentLogger, systemClock, TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { eventually } from '../testing/test-coordinator.js';
import { createEventInbox } from '@ringmaster/scheduling';

const event = (step: number) =>
  wire.v1.RankEvent.create({ jobId: 'job', attempt: 1, rank: 0, running: { step } });

function inboxWith(handle: (step: number) => Promise<void>) {
  const handled: number[] = [];
  const acknowledged: number[] = [];
  const congestion: boolean[] = [];
  const inbox = createEventInbox({
    handle: async ({ running }) => {
      const step = running?.step ?? 0;
      await handle(step);
      handled.push(step);
    },
    acknowledge: (seq) => acknowledged.push(seq),
    onCongestion: (congested) => congestion.push(congested),
    clock: systemClock,
    logger: silentLogger,
    signal: new AbortController().signal,
  });
  return { inbox, handled, acknowledged, congestion };
}

describe('inbox of an agent', () => {
  it('handles in order and acknowledges what is durable', async () => {
    const { inbox, handled, acknowledged } = inboxWith(
      (step) => new Promise((done) => setTimeout(done, 5 - step)),
    );
    for (const seq of [1, 2, 3]) inbox.push(seq, event(seq));
    expect(acknowledged).toEqual([]);
    await eventually('all are done', () => acknowledged.length === 3);
    expect([handled, acknowledged]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it('handles an event that is said again once, and acknowledges it again', async () => {
    const { inbox, handled, acknowledged } = inboxWith(async () => undefined);
    for (const seq of [1, 2, 2, 1]) inbox.push(seq, event(seq));
    await eventually('both are done', () => handled.length === 2);
    inbox.push(2, event(2));
    expect(handled).toEqual([1, 2]);
    expect(acknowledged).toEqual([1, 2, 2]);
  });

  it('waits for a log that is away, and goes on past an event that can never be taken', async () => {
    let calls = 0;
    const { inbox, handled, acknowledged } = inboxWith(async (step) => {
      calls += 1;
      if (step === 1 && calls < 3) throw new TrainError('unavailable', 'Redis is away');
      if (step === 2) throw new TrainError('invalid', 'nonsense');
    });
    for (const seq of [1, 2, 3]) inbox.push(seq, event(seq));
    await eventually('all are acknowledged', () => acknowledged.length === 3);
    expect(handled).toEqual([1, 3]);
  });

  it('says when too many wait, and when it has room again', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const { inbox, acknowledged, congestion } = inboxWith(() => gate);
    for (let seq = 1; seq <= LIMITS.agentQueuedEvents + 2; seq++) inbox.push(seq, event(seq));
    expect(inbox.congested).toBe(true);
    open();
    await eventually('all are done', () => acknowledged.length === LIMITS.agentQueuedEvents + 2);
    expect(congestion).toEqual([true, false]);
  });
});
