import { LIMITS, type wire } from '@ringmaster/contracts';
import type { Clock } from '@ringmaster/core';
import type { Presence } from '../agents/agent-registry.js';

/** A checkpoint that a rank left on its host while no coordinator was there, on its way into the store. */
export interface Delivery {
  readonly jobId: string;
  readonly attempt: number;
  readonly rank: number;
  /** 0 and 0 before its agent has looked. */
  readonly step: number;
  readonly bytes: number;
}

/** Such checkpoints by what their agents say, and whether bytes of them come: that alone tells that one is worth waiting for. */
export interface Deliveries {
  /** All that an agent has now. */
  heard(agent: { readonly agentId: string; readonly name: string }, said: readonly Delivery[]): void;
  /** So many bytes of an artifact of that job came. */
  moved(jobId: string, bytes: number): void;
  /** That rank has ended, and what it left still comes, or came a moment ago and its report is on its way. */
  isAwaited(rank: RankOfAgent): boolean;
  /** What waits for a checkpoint of that attempt, it or the next one, for people; undefined: nothing of it comes any more. */
  reasonOf(jobId: string, attempt: number): string | undefined;
}

type RankOfAgent = Pick<Delivery, 'jobId' | 'attempt' | 'rank'> & { readonly agentId: string };

interface Known extends Delivery {
  came: number;
  /** It is there, or given up: until then its rank's end may be reported. */
  untilMs?: number;
}
interface Agent {
  name: string;
  /** An agent brings one after the other: bytes of any of them are progress of all. */
  movedMs: number;
  readonly known: Map<string, Known>;
}

/** @param presence of an agent's connection, by its id */
export function createDeliveries(clock: Clock, presence: (agentId: string) => Presence): Deliveries {
  const agents = new Map<string, Agent>();
  // One that says nothing any more may be busy with just this.
  const patienceMs = (agentId: string): number =>
    presence(agentId) === 'gone' ? LIMITS.artifactIdleMs : LIMITS.deliveryIdleMs;
  const open = function* (jobId: string): Generator<[Agent, Known, number]> {
    for (const [agentId, agent] of agents)
      for (const known of agent.known.values())
        if (known.jobId === jobId && known.untilMs === undefined) yield [agent, known, patienceMs(agentId)];
  };

  return {
    heard({ agentId, name }, said) {
      if (said.length === 0 && !agents.has(agentId)) return;
      const now = clock.monotonicMs();
      const agent = agents.get(agentId) ?? { name, movedMs: now, known: new Map<string, Known>() };
      agents.set(agentId, agent);
      const names = new Set(said.map(nameOf));
      for (const [key, known] of agent.known) {
        if (names.has(key)) continue;
        if (known.untilMs === undefined) agent.movedMs = now;
        known.untilMs ??= now + LIMITS.agentLostMs;
        if (now >= known.untilMs) agent.known.delete(key);
      }
      for (const one of said) {
        const before = agent.known.get(nameOf(one));
        if (!before || before.step !== one.step) agent.movedMs = now;
        agent.known.set(nameOf(one), { ...one, came: before?.came ?? 0 });
      }
      if (agent.known.size === 0) agents.delete(agentId);
    },
    moved(jobId, bytes) {
      for (const [agent, known] of open(jobId)) {
        agent.movedMs = clock.monotonicMs();
        known.came += bytes;
      }
    },
    isAwaited(rank) {
      const agent = agents.get(rank.agentId);
      const known = agent?.known.get(nameOf(rank));
      if (!agent || !known) return false;
      const now = clock.monotonicMs();
      if (known.untilMs !== undefined) return now < known.untilMs;
      return now - agent.movedMs < patienceMs(rank.agentId);
    },
    reasonOf(jobId, attempt) {
      const now = clock.monotonicMs();
      const [first] = [...open(jobId)].filter(
        ([{ movedMs }, known, patience]) => known.attempt === attempt && now - movedMs < patience,
      );
      if (!first) return undefined;
      const [{ name, movedMs }, { rank, step, bytes, came }, patience] = first;
      const what = step > 0 ? `the checkpoint of step ${step} (${mebibytes(bytes)})` : 'the checkpoint';
      const idleS = Math.round((now - movedMs) / 1_000);
      return (
        `waits for ${what} that rank ${rank} left on worker ${name} while no coordinator was there: ${mebibytes(came)} came, ` +
        `the last progress was ${idleS} s ago; after ${patience / 1_000} s without any it goes on without`
      );
    },
  };
}

const nameOf = ({ jobId, attempt, rank }: Pick<Delivery, 'jobId' | 'attempt' | 'rank'>): string =>
  `${jobId}.${attempt}.${rank}`;

const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;

/** As a heartbeat has them. */
export const deliveriesOf = (said: readonly wire.v1.IDelivery[]): readonly Delivery[] =>
  said.slice(0, LIMITS.agentSlots).map(({ jobId, attempt, rank, step, bytes }) => ({
    jobId: jobId ?? '',
    attempt: attempt ?? 0,
    rank: rank ?? 0,
    step: step ?? 0,
    bytes: bytes ?? 0,
  }));
