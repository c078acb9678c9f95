import { LIMITS } from '@ringmaster/contracts';
import type { AgentOffer } from '../admission/offers.js';
import { joinBackoffMs } from '../backoff.js';
import type { RankPlace } from '../job-events.js';
import {
  type AttemptRecord,
  currentAttempt,
  isDraining,
  isLive,
  type JobRecord,
  membersOf,
  wantedStop,
} from '../job-record.js';
import { withinMemory, withMemoryTaken } from '../memory-offers.js';
import { newcomersOf, wantedRanks } from './form.js';

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
  if (!attempt?.begun || wantedStop(record, attempt) !== 'none') return [];
  const live = membersOf(attempt).filter(isLive);
  // Its end is near: whoever came now would come too late.
  if (membersOf(attempt).some(({ state }) => state === 'finished')) return [];
  const [model] = live;
  const engine = offers.find(({ agentId }) => agentId === model?.agentId)?.engine;
  if (!model || engine === undefined) return [];
  const { cpuThreads } = record.job.workers.slots;
  const staying = [...live, ...newcomersOf(attempt)].filter((rank) => !isDraining(rank));
  let agents: readonly AgentOffer[] = offers.filter(
    (offer) =>
      offer.engine === engine &&
      (!record.job.model.code || offer.allowCode) &&
      isFit(attempt, offer.agentId, nowMs),
  );
  const places: Omit<RankPlace, 'rank'>[] = [];
  const room = wantedRanks(record) - staying.length;
  while (places.length < room) {
    const found = withinMemory(agents, memoryBytes)
      .flatMap(({ agentId, slots }) =>
        slots
          .filter(
            ({ free, device, cpuThreads: threads }) =>
              free && device === model.device && threads >= cpuThreads,
          )
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

function isFit({ ranks, generations }: AttemptRecord, agentId: string, nowMs: number): boolean {
  const own = ranks.filter((rank) => rank.agentId === agentId);
  const hasHad = (key: 'members' | 'evicted', rank: number) =>
    generations.some((generation) => generation[key].includes(rank));
  const failures = own.filter(({ rank, state }) => state === 'failed' && !hasHad('members', rank));
  if (failures.length > LIMITS.joinFailures || own.some(({ rank }) => hasHad('evicted', rank))) return false;
  if (failures.length === 0) return true;
  const lastMs = Math.max(
    ...failures.map(({ endedAt }) => (endedAt === undefined ? 0 : Date.parse(endedAt))),
  );
  // A wall clock that was set back must not keep an agent out.
  return nowMs < lastMs || nowMs - lastMs >= joinBackoffMs(failures.length);
}

const countOn = (agentId: string, places: readonly { readonly agentId: string }[]): number =>
  places.filter((place) => place.agentId === agentId).length;
