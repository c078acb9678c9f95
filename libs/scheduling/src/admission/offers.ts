/** One agent that is alive, with its slots. */
export interface AgentOffer {
  readonly agentId: string;
  /** Its engine fingerprint; ranks of one gang must have equal ones. */
  readonly engine: string;
  /** Agents of one host share its memory. */
  readonly host?: string;
  /** Memory of the host that no rank was promised; undefined: unknown, and not looked at. */
  readonly freeMemoryBytes?: number;
  /** Why nothing new is placed here for now, for people. */
  readonly excluded?: string;
  readonly slots: readonly SlotOffer[];
}
export interface SlotOffer {
  readonly slot: number;
  readonly device: string;
  readonly cpuThreads: number;
  readonly free: boolean;
}
