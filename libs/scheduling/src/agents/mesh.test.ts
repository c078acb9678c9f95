import { LIMITS, wire } from '@ringmaster/contracts';
import { silentLogger, systemClock } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import type { CoordinatorBody } from './agent-link.js';
import { createAgentRegistry } from './agent-registry.js';
import { Mesh } from './mesh.js';
import type { Unreachable } from './reachability.js';

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
    const peers = () => {
      registry.sweep();
      return heard.at(-1)?.mesh?.peers?.map((peer) => peer.agentId);
    };
    return { peers, beat, ended };
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

const AGENTS = 1_000;

describe(`a mesh of ${AGENTS} agents`, () => {
  function large() {
    const members = new Map<string, { agentId: string; name: string; probeAddress: string }>();
    const sent = new Map<string, readonly string[]>();
    const count = { messages: 0, looks: 0, changes: 0, warnings: 0 };
    const mesh = new Mesh({
      members: () => (count.looks++, [...members.values()]),
      send: (agentId, { mesh: body }) => {
        count.messages += 1;
        sent.set(
          agentId,
          (body?.peers ?? []).map((peer) => peer.agentId ?? ''),
        );
      },
      changed: () => void count.changes++,
      logger: { ...silentLogger, warn: () => void count.warnings++ },
    });
    const come = (agentId: string) => {
      members.set(agentId, { agentId, name: `host-${agentId}`, probeAddress: `${agentId}:1` });
      mesh.changed(agentId);
    };
    const go = (agentId: string) => {
      members.delete(agentId);
      sent.delete(agentId);
      mesh.forget(agentId);
      mesh.changed(agentId);
    };
    // They do not come in the order of their ids.
    const ids = Array.from({ length: AGENTS }, (_, i) => `agent-${(i * 7919) % AGENTS}`);
    ids.forEach(come);
    mesh.spread();
    return { mesh, sent, count, come, go, ids };
  }
  type Large = ReturnType<typeof large>;
  const faultsOf = ({ sent }: Large, agentId: string, bad: (peer: string) => boolean): Unreachable[] =>
    (sent.get(agentId) ?? []).filter(bad).map((peer) => ({
      ...{ agentId: peer, address: `${peer}:1`, why: 'no route' },
    }));
  const holdRing = ({ sent }: Large, agents: number): void => {
    const wrong = [...sent].filter(
      ([agentId, peers]) =>
        new Set(peers).size !== LIMITS.meshAgents ||
        peers.some((peer) => peer === agentId || !sent.get(peer)?.includes(agentId)),
    );
    expect([sent.size, wrong]).toEqual([agents, []]);
  };

  it('each tests a bounded number of others, in both directions; who comes or goes concerns these alone', () => {
    const all = large();
    holdRing(all, AGENTS);
    expect(all.count.messages).toBe(AGENTS);
    for (const change of [
      () => all.go('agent-500'),
      () => all.go('agent-999'),
      () => all.come('agent-77x'),
      () => all.go('agent-0'),
    ]) {
      const before = all.count.messages;
      change();
      all.mesh.spread();
      expect(all.count.messages - before).toBeLessThanOrEqual(LIMITS.meshAgents + 1);
    }
    holdRing(all, AGENTS - 2);
    // Down to where every pair is tested, and below.
    for (const agentId of all.ids.slice(0, AGENTS - LIMITS.meshAgents))
      if (all.sent.has(agentId)) all.go(agentId);
    all.mesh.spread();
    const left = [...all.sent.keys()];
    for (const [agentId, peers] of all.sent)
      expect([...peers].sort()).toEqual(left.filter((one) => one !== agentId).sort());
  });

  it('finds one that nobody reaches; a heartbeat that says the same again looks at nothing', () => {
    const all = large();
    const bad = 'agent-321';
    const heartbeats = all.ids.map((id) => [id, faultsOf(all, id, (peer) => peer === bad)] as const);
    const beat = () => heartbeats.forEach(([id, faults]) => all.mesh.heard(id, faults));
    beat();
    expect(all.count).toMatchObject({ changes: LIMITS.meshAgents, warnings: LIMITS.meshAgents });
    expect([...all.mesh.apart().keys()]).toEqual([bad]);
    const { looks } = all.count;
    for (let time = 0; time < 20; time += 1) {
      beat();
      all.mesh.apart();
    }
    expect(all.count).toMatchObject({ looks, changes: LIMITS.meshAgents, warnings: LIMITS.meshAgents });
  });

  it('keeps out what it has to when the network is cut in two, and not more', () => {
    const all = large();
    const sideOf = (agentId: string) => Number(agentId.slice(6)) % 2;
    for (const id of all.ids)
      all.mesh.heard(
        id,
        faultsOf(all, id, (peer) => sideOf(peer) !== sideOf(id)),
      );
    const apart = all.mesh.apart();
    const left = all.ids.filter((id) => !apart.has(id));
    const cut = (id: string) => (peer: string) => sideOf(peer) !== sideOf(id) && !apart.has(peer);
    expect(left.flatMap((id) => faultsOf(all, id, cut(id)))).toEqual([]);
    expect(left.length).toBeGreaterThanOrEqual(AGENTS / 4);
    for (const id of all.ids) all.mesh.heard(id, []);
    expect([all.mesh.apart().size, all.mesh.views().size]).toEqual([0, 0]);
  });
});
