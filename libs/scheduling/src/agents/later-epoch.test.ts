import { LIMITS, wire } from '@ringmaster/contracts';
import { silentLogger, systemClock } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { createAgentRegistry } from './agent-registry.js';

/** A registry of epoch 8, and what it says to an agent that has served some epoch. */
function open() {
  const later: number[] = [];
  const registry = createAgentRegistry({
    events: {
      hello: () => undefined,
      rankEvent: async () => undefined,
      laterEpoch: (epoch) => void later.push(epoch),
      changed: () => undefined,
    },
    ...{ epoch: 8, clock: systemClock, logger: silentLogger },
  });
  const answer = (agentId: string, highestEpochSeen: number): string => {
    const refused: string[] = [];
    const listener = registry.accept({
      hello: wire.v1.Hello.create({ agentId, name: agentId, highestEpochSeen }) as wire.v1.Hello,
      refuse: (code) => void refused.push(code),
      ...{ send: () => undefined, pause: () => undefined, resume: () => undefined, close: () => undefined },
    });
    listener.ended('goodbye', 'it leaves');
    return refused[0] ?? 'served';
  };
  return { later, answer };
}

describe('an agent that has served a later epoch', () => {
  it('has the coordinator take one above it when it comes from before', () => {
    const { later, answer } = open();
    expect([answer('a', 8), answer('b', 12)]).toEqual(['served', 'unavailable']);
    expect(later).toEqual([12]);
  });

  it('is not won back from a newer coordinator', () => {
    const { later, answer } = open();
    expect([answer('a', 0), answer('a', 12)]).toEqual(['served', 'fenced']);
    expect(later).toEqual([]);
  });

  it('is not believed when no coordinator can have come so far', () => {
    const { later, answer } = open();
    expect(answer('a', 8 + LIMITS.epochLead + 1)).toBe('fenced');
    expect(answer('a', 8 + LIMITS.epochLead)).toBe('unavailable');
    expect(later).toEqual([8 + LIMITS.epochLead]);
  });
});
