import { rankMemoryBytes } from '@ringmaster/contracts';
import {
  type AgentOffer,
  type ConnectedAgent,
  currentAttempt,
  isLive,
  type JobRecord,
} from '@ringmaster/scheduling';

/** What the connected agents have to offer beside what running attempts hold. */
export function offersOf(
  agents: readonly ConnectedAgent[],
  running: Iterable<JobRecord>,
): readonly AgentOffer[] {
  const taken = new Set<string>();
  const starting = new Map<string, number>();
  for (const record of running)
    for (const rank of currentAttempt(record)?.ranks ?? []) {
      if (isLive(rank)) taken.add(`${rank.agentId}/${rank.slot}`);
      // Until its first step is done, nobody can see in the host's free memory what a rank needs.
      if (rank.state === 'assigned' || rank.state === 'ready')
        starting.set(rank.agentId, (starting.get(rank.agentId) ?? 0) + rankMemoryBytes(record.job));
    }
  const memory = freeByHost(agents, starting);
  return agents.map(({ agentId, engine, host, slots, draining, apart, allowCode }) => {
    const freeMemoryBytes = memory.get(host);
    return {
      agentId,
      engine,
      host,
      allowCode,
      ...(apart !== undefined && { apart }),
      ...(freeMemoryBytes !== undefined && { freeMemoryBytes }),
      slots: slots.map(({ slot, device, cpuThreads, busy }) => ({
        slot,
        device,
        cpuThreads,
        free: !draining && !busy && !taken.has(`${agentId}/${slot}`),
      })),
    };
  });
}

/** Agents of one host see the same free memory; what each has promised to its ranks adds up. */
function freeByHost(
  agents: readonly ConnectedAgent[],
  starting: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const free = new Map<string, number>();
  for (const { host, memory } of agents)
    if (memory) free.set(host, Math.min(free.get(host) ?? Infinity, memory.freeBytes));
  for (const { agentId, host, memory } of agents) {
    const known = free.get(host);
    if (known === undefined) continue;
    free.set(host, known - (memory?.promisedBytes ?? 0) - (starting.get(agentId) ?? 0));
  }
  return free;
}
