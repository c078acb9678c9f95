import type { ResolvedJob } from '@ringmaster/contracts';
import type { RankPlace } from './job-events.js';
import { memoryReason, withinMemory, withMemoryTaken } from './memory-offers.js';

/** One agent that is alive, with its slots. */
export interface AgentOffer {
  readonly agentId: string;
  /** Its engine fingerprint; ranks of one gang must have equal ones. */
  readonly engine: string;
  /** Agents of one host share its memory. */
  readonly host?: string;
  /** Memory of the host that no rank was promised; undefined: unknown, and not looked at. */
  readonly freeMemoryBytes?: number;
  readonly slots: readonly SlotOffer[];
}
export interface SlotOffer {
  readonly slot: number;
  readonly device: string;
  readonly cpuThreads: number;
  readonly free: boolean;
}

/** A job that waits, in the order of the queue. */
export interface GangRequest {
  readonly jobId: string;
  readonly workers: ResolvedJob['workers'];
  readonly shards: number;
  /** What each rank needs of its host's memory; default: nothing. */
  readonly memoryBytes?: number;
  /** How long it could not be placed, ms. Past `starvingMs` later jobs may not overtake it any more. */
  readonly waitedMs: number;
}

export type Admission =
  | { readonly jobId: string; readonly placed: readonly RankPlace[]; readonly leftOut: readonly string[] }
  | { readonly jobId: string; readonly placed: undefined; readonly reason: string };

/** Slots of one kind of machine: the only ones that may work together. */
interface Group {
  readonly engine: string;
  readonly device: string;
  readonly agents: readonly AgentOffer[];
  readonly total: number;
  readonly free: number;
}

/**
 * Places gangs on free slots. All or nothing between `workers.min` and min(`workers.max`, shards); as many as are free;
 * only slots of one device kind and equal engines; ranks are dealt to the agents in turn. Requests are served in order;
 * a later one may overtake one that does not fit, until that one has waited `starvingMs` and could fit on an idle
 * cluster: then the rest waits for it (one that lacks nothing but memory blocks nobody: no slot can be kept for it). Every request that is not placed gets a reason for people.
 */
export function admit(
  requests: readonly GangRequest[],
  offers: readonly AgentOffer[],
  starvingMs: number,
): readonly Admission[] {
  let agents = offers;
  let blockedBy: string | undefined;
  return requests.map((request) => {
    if (blockedBy !== undefined)
      return {
        jobId: request.jobId,
        placed: undefined,
        reason: `waits behind job ${blockedBy}, which has waited too long for its slots`,
      };
    const groups = groupsFor(request, withinMemory(agents, request.memoryBytes ?? 0));
    const want = Math.min(request.workers.max, request.shards);
    const best = bestGroup(groups, request);
    if (!best) {
      const lacksMemory = bestGroup(groupsFor(request, agents), request) !== undefined;
      if (lacksMemory)
        return { jobId: request.jobId, placed: undefined, reason: memoryReason(agents, request) };
      if (request.waitedMs >= starvingMs && groups.some((group) => group.total >= request.workers.min))
        blockedBy = request.jobId;
      return { jobId: request.jobId, placed: undefined, reason: reasonFor(request, groups, agents) };
    }
    const placed = deal(best, Math.min(want, best.free));
    agents = withMemoryTaken(agents, placed, request.memoryBytes ?? 0).map((agent) =>
      withTaken(agent, placed),
    );
    return { jobId: request.jobId, placed, leftOut: leftOut(groups, best, placed.length < want) };
  });
}

const fits = (request: GangRequest, slot: SlotOffer): boolean => {
  const { device, cpuThreads } = request.workers.slots;
  if (device !== 'auto' && device !== slot.device) return false;
  return slot.device !== 'cpu' || slot.cpuThreads >= cpuThreads;
};

function groupsFor(request: GangRequest, agents: readonly AgentOffer[]): readonly Group[] {
  const keys = new Map<string, { engine: string; device: string }>();
  for (const { engine, slots } of agents)
    for (const slot of slots)
      if (fits(request, slot)) keys.set(`${slot.device} ${engine}`, { engine, device: slot.device });
  return [...keys.values()].map(({ engine, device }) => {
    const members = agents
      .filter((agent) => agent.engine === engine)
      .map((agent) => ({
        ...agent,
        slots: agent.slots.filter((s) => s.device === device && fits(request, s)),
      }))
      .filter((agent) => agent.slots.length > 0);
    const slots = members.flatMap((agent) => agent.slots);
    return { engine, device, agents: members, total: slots.length, free: slots.filter((s) => s.free).length };
  });
}

/** GPUs first, then the largest gang, then by name: the same choice whatever the order of the agents. */
function bestGroup(groups: readonly Group[], request: GangRequest): Group | undefined {
  const want = Math.min(request.workers.max, request.shards);
  const size = (group: Group) => Math.min(group.free, want);
  return groups
    .filter((group) => group.free >= request.workers.min)
    .toSorted(
      (a, b) =>
        Number(b.device === 'gpu') - Number(a.device === 'gpu') ||
        size(b) - size(a) ||
        (a.engine < b.engine ? -1 : 1),
    )[0];
}

function deal(group: Group, count: number): readonly RankPlace[] {
  const hands = group.agents
    .toSorted((a, b) => (a.agentId < b.agentId ? -1 : 1))
    .map(({ agentId, slots }) => ({ agentId, slots: slots.filter((slot) => slot.free) }));
  const rounds = Math.max(...hands.map((hand) => hand.slots.length));
  const places: RankPlace[] = [];
  for (let round = 0; round < rounds; round++)
    for (const { agentId, slots } of hands) {
      const slot = slots[round];
      if (slot && places.length < count)
        places.push({ rank: places.length, agentId, slot: slot.slot, device: slot.device });
    }
  return places;
}

function withTaken(agent: AgentOffer, placed: readonly RankPlace[]): AgentOffer {
  const taken = new Set(placed.filter((p) => p.agentId === agent.agentId).map((p) => p.slot));
  if (taken.size === 0) return agent;
  return {
    ...agent,
    slots: agent.slots.map((slot) => (taken.has(slot.slot) ? { ...slot, free: false } : slot)),
  };
}

/** Only worth saying when they could have made the gang larger. */
function leftOut(groups: readonly Group[], best: Group, wantedMore: boolean): readonly string[] {
  if (!wantedMore) return [];
  return groups
    .filter((group) => group !== best && group.device === best.device && group.free > 0)
    .flatMap((group) =>
      group.agents.map(
        ({ agentId }) =>
          `agent ${agentId} was left out: its engine ${group.engine} ≠ ${best.engine} of the gang`,
      ),
    );
}

function reasonFor(request: GangRequest, groups: readonly Group[], agents: readonly AgentOffer[]): string {
  const { min, slots } = request.workers;
  const all = agents.reduce((sum, agent) => sum + agent.slots.length, 0);
  const needs = `needs ${min} slot${min === 1 ? '' : 's'}`;
  if (all === 0) return `${needs}, but no worker is connected`;
  const total = groups.reduce((sum, group) => sum + group.total, 0);
  const kind = `${slots.device === 'auto' ? '' : `device ${slots.device} and `}${slots.cpuThreads} CPU thread${slots.cpuThreads === 1 ? '' : 's'}`;
  if (total === 0) return `${needs} with ${kind}; none of the ${all} in the cluster has that`;
  const free = groups.reduce((sum, group) => sum + group.free, 0);
  if (groups.length > 1 && total >= min) {
    const parts = groups.map(
      (group) => `${group.free} free of ${group.total} with ${group.device} engine ${group.engine}`,
    );
    return `${needs} of one engine; ${parts.join(', ')}`;
  }
  const fit = total === all ? 'in the cluster' : `that fit (${kind})`;
  return `${needs}, ${free} free of ${total} ${fit}`;
}
