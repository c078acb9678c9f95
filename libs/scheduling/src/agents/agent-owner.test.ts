import { wire } from '@ringmaster/contracts';
import { silentLogger, systemClock } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { createAgentRegistry } from './agent-registry.js';

function open() {
  const registry = createAgentRegistry({
    events: { hello: () => undefined, rankEvent: async () => undefined, changed: () => undefined },
    ...{ epoch: 1, clock: systemClock, logger: silentLogger },
  });
  const ended: string[] = [];
  const join = (agentId: string, certificate?: string): string => {
    const refused: string[] = [];
    registry.accept({
      hello: wire.v1.Hello.create({ agentId, name: agentId }) as wire.v1.Hello,
      certificate,
      refuse: (code, message) => void refused.push(`${code}: ${message}`),
      close: () => void ended.push(agentId),
      ...{ send: () => undefined, pause: () => undefined, resume: () => undefined },
    });
    return refused[0] ?? 'served';
  };
  return { join, ended, registry };
}

describe('the id of a worker', () => {
  it('stays with the certificate that first came with it', () => {
    const { join, ended, registry } = open();
    expect(join('agent-1', 'gpu1')).toBe('served');
    expect([join('agent-1', 'gpu2'), join('agent-1')]).toEqual([
      'forbidden: worker agent-1 is that of the certificate gpu1, not of gpu2',
      'forbidden: worker agent-1 is that of the certificate gpu1, not of none',
    ]);
    // The one that it belongs to is not disturbed.
    expect([ended, registry.presence('agent-1')]).toEqual([[], 'here']);
    // Renewed, or from a new process: the old session ends.
    expect([join('agent-1', 'gpu1'), join('agent-2', 'gpu1')]).toEqual(['served', 'served']);
    expect(ended).toEqual(['agent-1']);
  });

  it('is anybody’s who has a token where there are no certificates', () => {
    const { join } = open();
    expect([join('agent-1'), join('agent-1')]).toEqual(['served', 'served']);
  });
});
