import type { AgentOffer } from './admission/offers.js';
import type { RankPlace } from './job-events.js';

/** Agents that do not name a host are hosts of their own. */
const hostOf = ({ host, agentId }: AgentOffer): string => host ?? agentId;

/** The offers with no more free slots on a host than its memory holds ranks of `needBytes`; slots of its agents in turn. */
export function withinMemory(agents: readonly AgentOffer[], needBytes: number): readonly AgentOffer[] {
  if (needBytes <= 0) return agents;
  const room = new Map<string, number>();
  for (const agent of agents)
    if (agent.freeMemoryBytes !== undefined)
      room.set(hostOf(agent), Math.max(0, Math.floor(agent.freeMemoryBytes / needBytes)));
  const kept = new Set<string>();
  const rounds = Math.max(0, ...agents.map((agent) => agent.slots.length));
  for (let round = 0; round < rounds; round++)
    for (const agent of agents.toSorted((a, b) => (a.agentId < b.agentId ? -1 : 1))) {
      const slot = agent.slots.filter((one) => one.free)[round];
      const left = room.get(hostOf(agent)) ?? Infinity;
      if (!slot || left < 1) continue;
      room.set(hostOf(agent), left - 1);
      kept.add(`${agent.agentId}/${slot.slot}`);
    }
  return agents.map((agent) => ({
    ...agent,
    slots: agent.slots.map((slot) => ({ ...slot, free: kept.has(`${agent.agentId}/${slot.slot}`) })),
  }));
}

/** The offers after ranks of `needBytes` were placed on them. */
export function withMemoryTaken(
  agents: readonly AgentOffer[],
  placed: readonly RankPlace[],
  needBytes: number,
): readonly AgentOffer[] {
  const hosts = new Map(agents.map((agent) => [agent.agentId, hostOf(agent)]));
  return agents.map((agent) => {
    if (agent.freeMemoryBytes === undefined) return agent;
    const ranks = placed.filter(({ agentId }) => hosts.get(agentId) === hostOf(agent)).length;
    return { ...agent, freeMemoryBytes: agent.freeMemoryBytes - ranks * needBytes };
  });
}
