import { LIMITS } from '@ringmaster/contracts';
import type { AgentOffer } from '../admission/offers.js';
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

/**
 * Free slots for a running attempt that could use more ranks: those of its own kind of machine, dealt to the agents in
 * turn. An agent on which a rank failed before it could join, or from which one had to leave, is not asked again in this
 * attempt; but while fewer than `workers.min` live, an agent may fail a few times, since nothing goes on without it.
 * @param memoryBytes what each rank needs of its host's memory
 */
export function growthOf(
  record: JobRecord,
  offers: readonly AgentOffer[],
  memoryBytes: number,
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
  const failuresAllowed = staying.length < record.job.workers.min ? LIMITS.joinFailures : 0;
  let agents: readonly AgentOffer[] = offers.filter(
    (offer) => offer.engine === engine && isFit(attempt, offer.agentId, failuresAllowed),
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

function isFit({ ranks, generations }: AttemptRecord, agentId: string, failuresAllowed: number): boolean {
  const own = ranks.filter((rank) => rank.agentId === agentId);
  const hasHad = (key: 'members' | 'evicted', rank: number) =>
    generations.some((generation) => generation[key].includes(rank));
  const failures = own.filter(({ rank, state }) => state === 'failed' && !hasHad('members', rank));
  return failures.length <= failuresAllowed && !own.some(({ rank }) => hasHad('evicted', rank));
}

const countOn = (agentId: string, places: readonly { readonly agentId: string }[]): number =>
  places.filter((place) => place.agentId === agentId).length;
