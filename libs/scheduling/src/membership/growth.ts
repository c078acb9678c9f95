import { type ErrorView, LIMITS } from '@ringmaster/contracts';
import type { AgentOffer, SlotOffer } from '../admission/offers.js';
import { joinBackoffMs } from '../backoff.js';
import type { RankPlace } from '../job-events.js';
import {
  type AttemptRecord,
  currentAttempt,
  isDraining,
  isLive,
  isSealed,
  type JobRecord,
  membersOf,
  type RankRecord,
  wantedStop,
} from '../job-record.js';
import { withinMemory, withMemoryTaken } from '../memory-offers.js';
import { failedNewcomersOf, newcomersOf, wantedRanks } from './form.js';

export interface GrowthFacts {
  /** What each rank needs of its host's memory, bytes. */
  readonly memoryBytes: number;
  /** Wall time, ms since 1970: the failures of ranks are dated by it. */
  readonly nowMs: number;
}

/**
 * Free slots for a running attempt that could use more ranks: those of its own kind of machine, dealt to the agents in
 * turn. An agent on which a rank failed before it could join is asked again after a pause that doubles, and after
 * `LIMITS.joinFailures` of them no more in this attempt; nor is one from which a rank had to leave.
 */
export function growthOf(
  record: JobRecord,
  offers: readonly AgentOffer[],
  { memoryBytes, nowMs }: GrowthFacts,
): readonly Omit<RankPlace, 'rank'>[] {
  const attempt = currentAttempt(record);
  if (!attempt || !mayGrow(record, attempt)) return [];
  const live = membersOf(attempt).filter(isLive);
  const staying = [...live, ...newcomersOf(attempt)].filter((rank) => !isDraining(rank));
  const isUsable = usableBy(record, live);
  let agents: readonly AgentOffer[] = alike(record, live, offers).filter(
    ({ agentId }) => whenAsked(attempt, agentId, nowMs) === 'now',
  );
  const places: Omit<RankPlace, 'rank'>[] = [];
  const room = wantedRanks(record) - staying.length;
  while (places.length < room) {
    const found = withinMemory(agents, memoryBytes)
      .flatMap(({ agentId, slots }) =>
        slots
          .filter((slot) => slot.free && isUsable(slot))
          .map(({ slot, device }) => ({ agentId, slot, device })),
      )
      .filter(
        (place) => !places.some((taken) => taken.agentId === place.agentId && taken.slot === place.slot),
      )
      .sort(
        (a, b) => countOn(a.agentId, places) - countOn(b.agentId, places) || (a.agentId < b.agentId ? -1 : 1),
      )[0];
    if (!found) break;
    places.push(found);
    agents = withMemoryTaken(agents, [{ ...found, rank: 0 }], memoryBytes);
  }
  return places;
}

/**
 * Why a job that has too few ranks to go on gets no more of them: on every agent that has a slot for one, newcomers failed
 * so often that it is asked no more. Undefined while the job can go on, somebody may come, or there is nobody to ask:
 * a worker that joins is.
 */
export function nobodyComes(
  record: JobRecord,
  offers: readonly AgentOffer[],
  nowMs: number,
): ErrorView | undefined {
  const attempt = currentAttempt(record);
  const { min } = record.job.workers;
  if (!attempt || !mayGrow(record, attempt) || newcomersOf(attempt).length > 0) return undefined;
  const live = membersOf(attempt).filter(isLive);
  if (live.length >= min || !live.every((rank) => isSealed(attempt, rank))) return undefined;
  const isTheirs = (agentId: string, slot: number) =>
    live.some((rank) => rank.agentId === agentId && rank.slot === slot);
  const isUsable = usableBy(record, live);
  const able = alike(record, live, offers).filter(({ agentId, slots }) =>
    slots.some((slot) => isUsable(slot) && !isTheirs(agentId, slot.slot)),
  );
  if (able.length === 0 || !able.every(({ agentId }) => whenAsked(attempt, agentId, nowMs) === 'never'))
    return undefined;
  const failed = failedNewcomersOf(attempt);
  const last = failed.at(-1)?.failure?.cause;
  const why = last
    ? `${failed.length} ranks failed before they could join, the last one: ${last.message}`
    : 'ranks had to leave every worker that has a free slot';
  const message = `${live.length} of at least ${min} workers (workers.min) were left, and nobody joins them: ${why}`;
  return { ...(last ?? { code: 'peer_lost' }), message };
}

/** It goes on, and its end is not so near that whoever came now would come too late. */
const mayGrow = (record: JobRecord, attempt: AttemptRecord): boolean =>
  attempt.begun &&
  wantedStop(record, attempt) === 'none' &&
  membersOf(attempt).every(({ state }) => state !== 'finished');

/** Agents whose ranks compute the same bits as these. */
function alike(
  { job }: JobRecord,
  [model]: readonly RankRecord[],
  offers: readonly AgentOffer[],
): readonly AgentOffer[] {
  const engine = offers.find(({ agentId }) => agentId === model?.agentId)?.engine;
  return engine === undefined
    ? []
    : offers.filter((offer) => offer.engine === engine && (!job.model.code || offer.allowCode));
}

const usableBy =
  ({ job }: JobRecord, [model]: readonly RankRecord[]) =>
  ({ device, cpuThreads }: SlotOffer): boolean =>
    device === model?.device && cpuThreads >= job.workers.slots.cpuThreads;

/** Whether a newcomer may be started on this agent. */
function whenAsked(attempt: AttemptRecord, agentId: string, nowMs: number): 'now' | 'later' | 'never' {
  const isOwn = (rank: RankRecord) => rank.agentId === agentId;
  const evicted = new Set(attempt.generations.flatMap((generation) => generation.evicted));
  const failures = failedNewcomersOf(attempt).filter(isOwn);
  if (
    failures.length > LIMITS.joinFailures ||
    attempt.ranks.some((rank) => isOwn(rank) && evicted.has(rank.rank))
  )
    return 'never';
  if (failures.length === 0) return 'now';
  const lastMs = Math.max(
    ...failures.map(({ endedAt }) => (endedAt === undefined ? 0 : Date.parse(endedAt))),
  );
  // A wall clock that was set back must not keep an agent out.
  return nowMs < lastMs || nowMs - lastMs >= joinBackoffMs(failures.length) ? 'now' : 'later';
}

const countOn = (agentId: string, places: readonly { readonly agentId: string }[]): number =>
  places.filter((place) => place.agentId === agentId).length;
