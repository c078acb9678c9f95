/** One agent that is alive, with its slots. */
export interface AgentOffer {
  readonly agentId: string;
  /** Its engine fingerprint; ranks of one gang must have equal ones. */
  readonly engine: string;
  /** Agents of one host share its memory. */
  readonly host?: string;
  /** Memory of the host that no rank was promised; undefined: unknown, and not looked at. */
  readonly freeMemoryBytes?: number;
  /** It takes ranks of jobs that bring code as well; default: no. */
  readonly allowCode?: boolean;
  /** Why nothing new is placed here for now, for people. */
  readonly excluded?: string;
  /** Why its ranks work with nobody else's, for people: it is not reached, or does not reach the others. */
  readonly apart?: string;
  readonly slots: readonly SlotOffer[];
}
export interface SlotOffer {
  readonly slot: number;
  readonly device: string;
  readonly cpuThreads: number;
  readonly free: boolean;
}

/** Offers that a job may grow into whose ranks run on these agents: not excluded, and all reach each other. */
export function offersBeside(
  offers: readonly AgentOffer[],
  agentIds: ReadonlySet<string>,
): readonly AgentOffer[] {
  const isApart = offers.some(({ agentId, apart }) => apart !== undefined && agentIds.has(agentId));
  return offers.filter(({ agentId, excluded, apart }) => {
    if (excluded !== undefined) return false;
    return isApart || apart !== undefined ? agentIds.size === 1 && agentIds.has(agentId) : true;
  });
}
