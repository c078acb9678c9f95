import type { wire } from '@ringmaster/contracts';
import { type Clock, type Logger, sameGeneration } from '@ringmaster/core';
import type { AgentRegistry } from '../agents/agent-registry.js';
import type { JobInput } from '../job-inputs.js';
import { type Effect, effectsOf } from '../effects.js';
import type { JobStore } from '../jobs/job-store.js';
import { type AttemptRecord, currentAttempt, isLive, type JobRecord } from '../job-record.js';
import type { AttemptWatch } from './attempt-watch.js';
import {
  assignOrders,
  goOrders,
  type Order,
  type OrderFacts,
  partOrders,
  resizeOrders,
  stopOrders,
} from './orders.js';

export interface AttemptDriverParts {
  readonly store: JobStore;
  readonly agents: Pick<AgentRegistry, 'send' | 'presence'>;
  readonly watch: AttemptWatch;
  readonly orders: () => OrderFacts;
  readonly epoch: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Carries out what the records of jobs ask for, and tells the records what time and agents say. No state of its own. */
export interface AttemptDriver {
  /** Takes over the attempts that the log says are running. */
  adoptAll(): void;
  committed(before: JobRecord | undefined, after: JobRecord): void;
  hello(agentId: string, running: readonly wire.v1.RunningRank.$Properties[]): void;
  /** Inputs that are due by time. Called regularly. */
  tick(): Promise<void>;
}

export function createAttemptDriver(parts: AttemptDriverParts): AttemptDriver {
  const { store, agents, watch, logger } = parts;

  // A message that finds no stream is not lost: an agent that comes back is compared with the record (see hello).
  const send = (orders: readonly Order[]): void => {
    for (const { agentId, body } of orders) agents.send(agentId, body);
  };

  const feedAll = async (record: JobRecord, inputs: readonly JobInput[]): Promise<void> => {
    for (const input of inputs) await store.feed(record.jobId, input);
  };

  const tickOne = async (record: JobRecord): Promise<void> => {
    await feedAll(record, watch.due(record, agents.presence));
    const attempt = currentAttempt(store.get(record.jobId) ?? record);
    if (!attempt || !watch.confirmed(record)) return;
    logger.info('a running attempt was adopted', { jobId: record.jobId, attempt: attempt.attempt });
    await store.feed(record.jobId, { kind: 'adopted', attempt: attempt.attempt, epoch: parts.epoch });
  };

  /** The regular ticks would do it too, later. */
  const tickSoon = async (jobId: string): Promise<void> => {
    const record = store.get(jobId);
    if (record && currentAttempt(record))
      await tickOne(record).catch((error: unknown) =>
        logger.warn('a deadline could not be acted on; the next tick tries again', { error: String(error) }),
      );
  };

  return {
    adoptAll() {
      for (const record of store.running()) watch.observe(record, true);
    },
    committed(before, after) {
      watch.observe(after);
      const attempt = currentAttempt(after) ?? justEnded(before, after);
      if (!attempt) return;
      const facts = parts.orders();
      for (const effect of effectsOf(before, after))
        send(ordersOf(effect, { record: after, attempt, facts }));
      const dueMs = watch.nextDueMs(after);
      if (dueMs !== undefined) parts.clock.after(dueMs, () => void tickSoon(after.jobId));
    },
    hello: (agentId, running) => compareWithRecords(parts, agentId, running),
    async tick() {
      const failures: unknown[] = [];
      // One job's trouble must not keep the others from their deadlines.
      for (const record of [...store.running()])
        await tickOne(record).catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** The attempt that this change has ended. */
function justEnded(before: JobRecord | undefined, after: JobRecord): AttemptRecord | undefined {
  const number = before && currentAttempt(before)?.attempt;
  return after.attempts.find(({ attempt }) => attempt === number);
}

function ordersOf(
  effect: Effect,
  {
    record,
    attempt,
    facts,
  }: { readonly record: JobRecord; readonly attempt: AttemptRecord; readonly facts: OrderFacts },
): readonly Order[] {
  switch (effect.kind) {
    case 'assign':
      return assignOrders(record, attempt, { ...facts, ranks: effect.ranks });
    case 'go':
      return goOrders(record, attempt);
    case 'resize':
      return resizeOrders(record, attempt);
    case 'stop':
      return stopOrders(record, attempt);
    case 'evict':
      return partOrders(record, attempt, { ranks: effect.ranks, leave: false });
    case 'leave':
      return partOrders(record, attempt, { ranks: effect.ranks, leave: true });
  }
}

/** An agent came: what it runs and nobody wants is ended, what it should run and does not is missed soon. */
function compareWithRecords(
  { store, agents, watch, logger }: AttemptDriverParts,
  agentId: string,
  running: readonly wire.v1.RunningRank.$Properties[],
): void {
  const wanted = new Map<string, Set<number>>();
  for (const said of running) {
    const { jobId, attempt } = { jobId: said.jobId ?? '', attempt: said.attempt ?? 0 };
    if (isWanted(store.get(jobId), agentId, said)) {
      wanted.set(jobId, (wanted.get(jobId) ?? new Set()).add(said.rank ?? 0));
      continue;
    }
    logger.warn('an agent runs a rank that nobody wants; it is told to end it', { agentId, jobId, attempt });
    const reason = 'this rank belongs to no running attempt';
    agents.send(agentId, { stop: { jobId, attempt, kill: true, reason, ranks: [said.rank ?? 0] } });
  }
  for (const record of store.running()) {
    const attempt = currentAttempt(record);
    if (!attempt?.ranks.some((rank) => rank.agentId === agentId)) continue;
    watch.agentSaid(record, agentId, wanted.get(record.jobId) ?? new Set());
    // What was said while the agent was away, once more.
    const again = [
      ...stopOrders(record, attempt),
      ...(attempt.begun ? goOrders(record, attempt) : []),
      ...resizeOrders(record, attempt),
    ];
    for (const order of again) if (order.agentId === agentId) agents.send(agentId, order.body);
  }
}

function isWanted(
  record: JobRecord | undefined,
  agentId: string,
  said: wire.v1.RunningRank.$Properties,
): boolean {
  const attempt = record && currentAttempt(record);
  const rank = attempt?.ranks[said.rank ?? 0];
  if (!attempt || !rank || attempt.attempt !== said.attempt) return false;
  const { epoch, n, nonce } = said.generation ?? {};
  const generation = { epoch: epoch ?? 0, n: n ?? 0, nonce: nonce ?? '' };
  // It may not have heard of the present generation yet.
  const known = [attempt.generation, ...attempt.generations.map((one) => one.generation)];
  return isLive(rank) && rank.agentId === agentId && known.some((one) => sameGeneration(one, generation));
}
