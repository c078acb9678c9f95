import type { RankPlace } from '../job-events.js';
import type { AgentOffer } from './offers.js';
import type { HeldSlot, WaitingJob } from './request.js';

/** What of a job decides which slots fit. */
export type Shape = Pick<WaitingJob, 'workers' | 'memoryBytes' | 'bringsCode'>;

interface Host {
  readonly name: string;
  /** Infinity where nobody knows. */
  freeBytes: number;
  agents: number;
}
interface Slot {
  readonly slot: number;
  readonly cpuThreads: number;
  free: boolean;
}
/** What a slot must be for a rank of a job. */
interface Kind {
  readonly threads: number;
  readonly code: boolean;
}
interface Need extends Kind {
  /** And none that would do for this. */
  readonly not: Kind | undefined;
}
interface Member {
  readonly agentId: string;
  readonly host: Host;
  readonly allowCode: boolean;
  readonly slots: readonly Slot[];
}

/** Slots of one device kind and one engine, of agents that reach each other: the only ones that may work together. */
export interface Pool {
  readonly engine: string;
  readonly device: string;
  /** Why it is the pool of one agent alone. */
  readonly apart?: string | undefined;
  readonly members: readonly Member[];
  /** Free slots of any kind. */
  idle: number;
  /** Slots, free or not, by what they must be. */
  readonly totals: Map<string, number>;
}

export interface GivenBack {
  readonly slots: readonly HeldSlot[];
  readonly memoryBytes?: number;
}

/** What is free while a plan is made. Taking changes it; nothing outside the plan sees that. */
export interface FreeSlots {
  readonly pools: readonly Pool[];
  /** Slots of all agents, excluded ones included. */
  readonly all: number;
  /** Slots of the pool that fit, whether free or not. */
  total(pool: Pool, shape: Shape): number;
  /** Free ones that fit, no more on a host than its memory holds; only those that do not fit `beside`, where it is given. */
  free(pool: Pool, shape: Shape, beside?: Shape): number;
  /** The same wherever memory stands. */
  freeOfSlots(pool: Pool, shape: Shape, beside?: Shape): number;
  /** How many of these slots are of the pool and fit. */
  useful(pool: Pool, shape: Shape, slots: readonly HeldSlot[]): number;
  /** Whether `workers.min` ranks would fit once these slots are given back, with the memory that was promised for each. */
  wouldFit(pool: Pool, shape: Shape, given: readonly GivenBack[]): boolean;
  /** Takes `count` free slots, dealt to the agents in turn, those that do not fit `beside` before the others. */
  deal(pool: Pool, shape: Shape, wanted: Wanted): readonly RankPlace[];
}

interface Wanted {
  readonly count: number;
  readonly beside?: Shape | undefined;
}

export function openFreeSlots(agents: readonly AgentOffer[]): FreeSlots {
  const pools = poolsOf(agents.filter(({ excluded }) => excluded === undefined));
  const places = new Map<Pool, Places>();
  const placesOf = (pool: Pool): Places => {
    const known = places.get(pool) ?? placesIn(pool);
    places.set(pool, known);
    return known;
  };
  return {
    pools,
    all: agents.reduce((sum, { slots }) => sum + slots.length, 0),
    total,
    freeOfSlots: (pool, shape, beside) => countIdle(pool, shape, needOf(pool, shape, beside)),
    free: (pool, shape, beside) => countFree(pool, shape, needOf(pool, shape, beside)),
    useful(pool, shape, slots) {
      const need = needOf(pool, shape);
      if (!fitsDevice(pool, shape)) return 0;
      return placed(placesOf(pool), slots).filter(({ slot, member }) =>
        suits(slot, need, belowOn(member, need)),
      ).length;
    },
    wouldFit: (pool, shape, given) => wouldFit(pool, shape, { places: placesOf(pool), given }),
    deal,
  };
}

const nameOf = ({ agentId, slot }: HeldSlot): string => `${agentId}/${slot}`;

function poolsOf(agents: readonly AgentOffer[]): readonly Pool[] {
  const hosts = new Map<string, Host>();
  const pools = new Map<string, Omit<Pool, 'members'> & { readonly members: Member[] }>();
  for (const agent of agents.toSorted((a, b) => (a.agentId < b.agentId ? -1 : 1))) {
    const name = agent.host ?? agent.agentId;
    const host = hosts.get(name) ?? { name, freeBytes: Infinity, agents: 0 };
    hosts.set(name, host);
    host.agents++;
    host.freeBytes = Math.min(host.freeBytes, agent.freeMemoryBytes ?? Infinity);
    for (const device of new Set(agent.slots.map((slot) => slot.device))) {
      const key = `${device} ${agent.engine} ${agent.apart === undefined ? '' : agent.agentId}`;
      const pool = pools.get(key) ?? emptyPool(agent, device);
      pools.set(key, pool);
      const slots = agent.slots.filter((slot) => slot.device === device).map((slot) => ({ ...slot }));
      pool.idle += slots.filter(({ free }) => free).length;
      pool.members.push({ agentId: agent.agentId, host, allowCode: agent.allowCode ?? false, slots });
    }
  }
  // The same order whatever the order of the agents.
  return [...pools.values()].sort(
    (a, b) => order(a.device, b.device) || order(a.engine, b.engine) || order(a.apart ?? '', b.apart ?? ''),
  );
}

const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

const emptyPool = ({ engine, apart }: AgentOffer, device: string) => ({
  engine,
  device,
  ...(apart !== undefined && { apart }),
  members: [] as Member[],
  idle: 0,
  totals: new Map<string, number>(),
});

type Places = ReadonlyMap<string, { readonly slot: Slot; readonly member: Member }>;

function placesIn({ members }: Pool): Places {
  const places = new Map<string, { slot: Slot; member: Member }>();
  for (const member of members)
    for (const slot of member.slots)
      places.set(nameOf({ agentId: member.agentId, slot: slot.slot }), { slot, member });
  return places;
}

const placed = (places: Places, slots: readonly HeldSlot[]) =>
  slots.flatMap((one) => places.get(nameOf(one)) ?? []);

/** Tries it, and undoes it. */
function wouldFit(
  pool: Pool,
  shape: Shape,
  { places, given }: { readonly places: Places; readonly given: readonly GivenBack[] },
): boolean {
  const back = given.flatMap(({ slots, memoryBytes = 0 }) =>
    placed(places, slots)
      .filter(({ slot }) => !slot.free)
      .map((one) => ({ ...one, memoryBytes })),
  );
  const give = (free: boolean) => {
    for (const { slot, member, memoryBytes } of back) {
      slot.free = free;
      pool.idle += free ? 1 : -1;
      member.host.freeBytes += free ? memoryBytes : -memoryBytes;
    }
  };
  give(true);
  const fits = countFree(pool, shape, needOf(pool, shape)) >= shape.workers.min;
  give(false);
  return fits;
}

/** Whether slots of this kind could fit at all. */
export const fitsDevice = (pool: Pool, { workers }: Shape): boolean =>
  workers.slots.device === 'auto' || workers.slots.device === pool.device;

const needOf = (pool: Pool, { workers, bringsCode = false }: Shape, beside?: Shape): Need => ({
  threads: pool.device === 'cpu' ? workers.slots.cpuThreads : 0,
  code: bringsCode,
  not: beside && needOf(pool, beside),
});

/** Slots of an agent that suit have fewer threads than this: none where it loads no code that is needed. */
function belowOn({ allowCode }: Member, { code, not }: Need): number {
  if (code && !allowCode) return 0;
  return not === undefined || (not.code && !allowCode) ? Infinity : not.threads;
}

const suits = ({ cpuThreads }: Slot, { threads }: Need, below: number): boolean =>
  cpuThreads >= threads && cpuThreads < below;

/** Slots of a member that suit, free ones or all. */
function countOn(member: Member, need: Need, isFree: boolean): number {
  const below = belowOn(member, need);
  let count = 0;
  for (const slot of member.slots) if ((slot.free || !isFree) && suits(slot, need, below)) count++;
  return count;
}

/** What would do for it would do for the other too. */
const isNone = ({ threads, code, not }: Need): boolean =>
  not !== undefined && threads >= not.threads && (code || !not.code);

function total(pool: Pool, shape: Shape): number {
  if (!fitsDevice(pool, shape)) return 0;
  const need = needOf(pool, shape);
  const key = `${need.threads}${need.code ? ' with code' : ''}`;
  const known = pool.totals.get(key);
  if (known !== undefined) return known;
  let count = 0;
  for (const member of pool.members) count += countOn(member, need, false);
  pool.totals.set(key, count);
  return count;
}

function countIdle(pool: Pool, shape: Shape, need: Need): number {
  if (pool.idle === 0 || !fitsDevice(pool, shape) || isNone(need)) return 0;
  let count = 0;
  for (const member of pool.members) count += countOn(member, need, true);
  return count;
}

const roomOn = ({ freeBytes }: Host, memoryBytes: number): number =>
  memoryBytes > 0 ? Math.max(0, Math.floor(freeBytes / memoryBytes)) : Infinity;

function countFree(pool: Pool, shape: Shape, need: Need): number {
  const { memoryBytes = 0 } = shape;
  if (memoryBytes <= 0) return countIdle(pool, shape, need);
  if (pool.idle === 0 || !fitsDevice(pool, shape) || isNone(need)) return 0;
  const perHost = new Map<Host, number>();
  let count = 0;
  for (const member of pool.members) {
    const { host } = member;
    const here = countOn(member, need, true);
    if (here === 0) continue;
    if (host.agents === 1) {
      count += Math.min(here, roomOn(host, memoryBytes));
      continue;
    }
    const before = perHost.get(host) ?? 0;
    const now = Math.min(before + here, roomOn(host, memoryBytes));
    perHost.set(host, Math.max(before, now));
    count += Math.max(0, now - before);
  }
  return count;
}

function deal(pool: Pool, shape: Shape, { count, beside }: Wanted): readonly RankPlace[] {
  const places: RankPlace[] = [];
  for (const need of [...(beside ? [needOf(pool, shape, beside)] : []), needOf(pool, shape)])
    if (!isNone(need)) dealTo(pool, places, { need, count, memoryBytes: shape.memoryBytes ?? 0 });
  return places;
}

function dealTo(
  pool: Pool,
  places: RankPlace[],
  { need, count, memoryBytes }: { readonly need: Need; readonly count: number; readonly memoryBytes: number },
): void {
  for (let before = -1; places.length < count && places.length > before;) {
    before = places.length;
    for (const member of pool.members) {
      const { agentId, host, slots } = member;
      if (places.length >= count) break;
      if (roomOn(host, memoryBytes) < 1) continue;
      const below = belowOn(member, need);
      const slot = slots.find((one) => one.free && suits(one, need, below));
      if (!slot) continue;
      slot.free = false;
      pool.idle--;
      host.freeBytes -= memoryBytes;
      places.push({ rank: places.length, agentId, slot: slot.slot, device: pool.device });
    }
  }
}
