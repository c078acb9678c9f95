import { wire } from '@ringmaster/contracts';
import { silentLogger, systemClock } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import type { CoordinatorBody } from './agent-link.js';
import { createAgentRegistry } from './agent-registry.js';

function open() {
  const said: string[] = [];
  let changes = 0;
  const registry = createAgentRegistry({
    events: { hello: () => undefined, rankEvent: async () => undefined, changed: () => void changes++ },
    epoch: 1,
    clock: systemClock,
    logger: { ...silentLogger, warn: (message) => void said.push(message) },
  });
  const arrive = (agentId: string, probeAddress = `10.0.0.1:${agentId}`) => {
    const heard: CoordinatorBody[] = [];
    const hello = wire.v1.Hello.create({
      agentId,
      name: `host-${agentId}`,
      probeAddress,
      highestEpochSeen: 0,
    });
    const link = {
      hello: hello as wire.v1.Hello,
      send: (body: CoordinatorBody) => void heard.push(body),
      ...{ pause: () => undefined, resume: () => undefined, refuse: () => undefined, close: () => undefined },
    };
    const { message, ended } = registry.accept(link);
    const beat = (...unreachable: wire.v1.IUnreachable[]) =>
      message(wire.v1.AgentMessage.create({ heartbeat: { unreachable } }) as wire.v1.AgentMessage);
    return { peers: () => heard.at(-1)?.mesh?.peers?.map((peer) => peer.agentId), beat, ended };
  };
  return { registry, arrive, said, changes: () => changes };
}

describe('the mesh of agents', () => {
  it('every agent with a door learns of the others that have one, whoever comes or goes', () => {
    const { arrive } = open();
    const [one, two, none] = [arrive('1'), arrive('2'), arrive('3', '')];
    expect([one.peers(), two.peers(), none.peers()]).toEqual([['2'], ['1'], undefined]);
    const four = arrive('4');
    expect([one.peers(), four.peers()]).toEqual([
      ['2', '4'],
      ['1', '2'],
    ]);
    two.ended('goodbye', 'left');
    expect([one.peers(), four.peers()]).toEqual([['4'], ['1']]);
  });

  it('a pair that fails is told once, is in the views, and keeps one of the two apart until it works', () => {
    const { arrive, registry, said, changes } = open();
    const [one] = [arrive('1'), arrive('2')];
    const fault = { agentId: '2', address: '10.0.0.1:2', why: 'no route' };
    const before = changes();
    one.beat(fault);
    one.beat(fault);
    expect(said).toEqual([
      expect.stringMatching(/^worker host-1 .* cannot reach worker host-2 at 10\.0\.0\.1:2: no route/),
    ]);
    expect(changes()).toBe(before + 1);
    expect(registry.views(() => undefined)[0]?.unreachable).toEqual([{ agentId: '2', reason: said[0] }]);
    expect(registry.connected().map(({ apart }) => apart)).toEqual([undefined, said[0]]);
    one.beat();
    expect(registry.connected().some(({ apart }) => apart !== undefined)).toBe(false);
    expect(changes()).toBe(before + 2);
  });
});
