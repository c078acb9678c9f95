import type { wire } from '@ringmaster/contracts';

export interface AgentSlot {
  readonly slot: number;
  readonly device: string;
  readonly cpuThreads: number;
  /** The agent says that a process holds it. */
  readonly busy: boolean;
}

/** An agent that there is a stream to, as admission sees it. */
export interface ConnectedAgent {
  readonly agentId: string;
  readonly engine: string;
  readonly host: string;
  /** It takes no new ranks. */
  readonly draining: boolean;
  /** Names of the data sets that lie on its host. */
  readonly dataSets: readonly string[];
  /** Its trainers load code that users bring. */
  readonly allowCode: boolean;
  /** What the host could still give, and what this agent's ranks may still take of it; undefined: unknown. */
  readonly memory: { readonly freeBytes: number; readonly promisedBytes: number } | undefined;
  /** Why it works alone: another agent and it do not reach each other. */
  readonly apart?: string;
  readonly slots: readonly AgentSlot[];
}

/** What a heartbeat says of its host's memory. */
export function memoryOf({
  freeMemoryBytes,
  promisedMemoryBytes,
}: wire.v1.IHeartbeat): ConnectedAgent['memory'] {
  return freeMemoryBytes
    ? { freeBytes: freeMemoryBytes, promisedBytes: promisedMemoryBytes ?? 0 }
    : undefined;
}

/** @param busy the slots that a process holds */
export function slotsOf(hello: wire.v1.Hello, busy: ReadonlySet<number>): readonly AgentSlot[] {
  return hello.slots.map(({ slot, device, cpuThreads }) => ({
    slot: slot ?? 0,
    device: device ?? 'cpu',
    cpuThreads: cpuThreads ?? 1,
    busy: busy.has(slot ?? 0),
  }));
}
