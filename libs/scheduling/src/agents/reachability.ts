/** An agent that another one could not reach. */
export interface Unreachable {
  readonly agentId: string;
  /** `host:port` that was dialled. */
  readonly address: string;
  /** For people. */
  readonly why: string;
}

/** What is known of how an agent and the others reach each other. */
export interface Reach {
  readonly agentId: string;
  readonly name: string;
  /** Where the others dial it; empty: they do not test it. */
  readonly probeAddress: string;
  /** What it found last. */
  readonly unreachable: readonly Unreachable[];
}

/** One direction between two agents that does not work. */
export interface BrokenPair {
  readonly from: Reach;
  readonly to: Reach;
  readonly why: string;
}

/** What was found about the present addresses of agents that are here. */
export function brokenPairs(agents: readonly Reach[]): readonly BrokenPair[] {
  if (agents.every(({ unreachable }) => unreachable.length === 0)) return [];
  const known = new Map(agents.map((agent) => [agent.agentId, agent]));
  return agents.flatMap((from) =>
    from.unreachable.flatMap(({ agentId, address, why }) => {
      const to = known.get(agentId);
      return to && to.probeAddress === address ? [{ from, to, why }] : [];
    }),
  );
}

/** For people: who does not reach whom, where, why, and what to look at. */
export const pairText = ({ from, to, why }: BrokenPair): string =>
  `worker ${from.name} (${from.probeAddress}) cannot reach worker ${to.name} at ${to.probeAddress}: ${why}; ` +
  `check --advertise and --data-ports of worker ${to.name}, and the network between the two`;

/**
 * Agents to keep out of gangs with others, with the reason, so that all that are left reach each other: again and again the one
 * with the most broken pairs, or else the last by id. Pure.
 */
export function keptApart(agents: readonly Reach[]): ReadonlyMap<string, string> {
  const apart = new Map<string, string>();
  const pairsOf = new Map<string, Set<BrokenPair>>();
  for (const pair of brokenPairs(agents))
    for (const { agentId } of [pair.from, pair.to])
      pairsOf.set(agentId, (pairsOf.get(agentId) ?? new Set()).add(pair));
  for (let worst = worstOf(pairsOf); worst !== undefined; worst = worstOf(pairsOf)) {
    const [agentId, pairs] = worst;
    const [first] = pairs;
    apart.set(agentId, first ? pairText(first) : '');
    for (const pair of pairs) for (const one of [pair.from, pair.to]) pairsOf.get(one.agentId)?.delete(pair);
  }
  return apart;
}

/** Undefined when no pair is left. */
function worstOf(
  pairsOf: ReadonlyMap<string, ReadonlySet<BrokenPair>>,
): readonly [string, ReadonlySet<BrokenPair>] | undefined {
  let worst: readonly [string, ReadonlySet<BrokenPair>] | undefined;
  for (const [agentId, pairs] of pairsOf) {
    const more = pairs.size - (worst?.[1].size ?? 0);
    if (more > 0 || (more === 0 && worst !== undefined && agentId > worst[0])) worst = [agentId, pairs];
  }
  return worst;
}
