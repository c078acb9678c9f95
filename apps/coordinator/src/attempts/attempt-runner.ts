import type { wire } from '@ringmaster/contracts';
import { type Clock, type Logger, sameGeneration, TrainError } from '@ringmaster/core';
import {
  type AttemptRecord,
  currentAttempt,
  type Effect,
  effectsOf,
  isLive,
  type JobInput,
  type JobRecord,
} from '@ringmaster/scheduling';
import type { AgentRegistry } from '../agents/agent-registry.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { FeedKind, JobFeed } from '../jobs/job-feed.js';
import type { JobStore } from '../jobs/job-store.js';
import type { LiveJobs } from '../jobs/live-jobs.js';
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
import { readRankEvent } from './rank-reports.js';

export interface AttemptRunnerParts {
  readonly store: JobStore;
  readonly agents: Pick<AgentRegistry, 'send' | 'isLost'>;
  readonly watch: AttemptWatch;
  readonly live: LiveJobs;
  readonly feed: JobFeed;
  readonly audit: AuditLog;
  readonly orders: () => OrderFacts;
  readonly epoch: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Carries out what the records of jobs ask for, and tells the records what agents say. Holds no state of its own. */
export interface AttemptRunner {
  /** Takes over the attempts that the log says are running. */
  adoptAll(): void;
  committed(before: JobRecord | undefined, after: JobRecord): void;
  hello(agentId: string, running: readonly wire.v1.RunningRank.$Properties[]): void;
  /** Resolves when the event is durable. */
  rankEvent(agentId: string, event: wire.v1.RankEvent): Promise<void>;
  /** Inputs that are due by time. Called regularly. */
  tick(): Promise<void>;
}

export function createAttemptRunner(parts: AttemptRunnerParts): AttemptRunner {
  const { store, agents, watch, live, feed, logger } = parts;

  // A message that finds no stream is not lost: an agent that comes back is compared with the record (see hello).
  const send = (orders: readonly Order[]): void => {
    for (const { agentId, body } of orders) agents.send(agentId, body);
  };

  const feedAll = async (record: JobRecord, inputs: readonly JobInput[]): Promise<void> => {
    for (const input of inputs) await store.feed(record.jobId, input);
  };

  const tickOne = async (record: JobRecord): Promise<void> => {
    await feedAll(record, watch.due(record, agents.isLost));
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

  /** A full disk loses lines, not jobs. */
  const orLost = (jobId: string, kind: FeedKind, count: number) => (error: unknown) => {
    logger.error('lines of a rank were lost', { jobId, kind, lines: count, error: String(error) });
  };
  const append = (jobId: string, kind: FeedKind, lines: readonly string[]): Promise<void> =>
    feed.append(jobId, kind, lines).catch(orLost(jobId, kind, lines.length));

  return {
    adoptAll() {
      for (const record of store.open()) watch.observe(record, true);
    },
    committed(before, after) {
      watch.observe(after);
      const attempt = currentAttempt(after);
      if (!attempt) return;
      const facts = parts.orders();
      for (const effect of effectsOf(before, after))
        send(ordersOf(effect, { record: after, attempt, facts }));
      const dueMs = watch.nextDueMs(after);
      if (dueMs !== undefined) parts.clock.after(dueMs, () => void tickSoon(after.jobId));
    },
    hello: (agentId, running) => compareWithRecords(parts, agentId, running),
    async rankEvent(agentId, event) {
      const { jobId, attempt, rank } = event;
      const record = store.get(jobId);
      if (!record) return logger.warn('an agent reported about an unknown job', { agentId, jobId });
      const news = readOrFail(event);
      const isCurrent = currentAttempt(record)?.attempt === attempt;
      switch (news.kind) {
        case 'report':
          await store.feed(jobId, { kind: 'report', agentId, attempt, rank, report: news.report });
          return;
        case 'progress':
          if (isCurrent) live.setProgress(jobId, news.progress);
          return;
        case 'log':
          return append(jobId, 'log', news.lines);
        case 'audit':
          return parts.audit
            .append(jobId, attempt, news.lines)
            .catch(orLost(jobId, 'audit', news.lines.length));
        case 'metric':
          if (isCurrent) await append(jobId, 'metric', [news.line]);
          return;
      }
    },
    async tick() {
      const failures: unknown[] = [];
      // One job's trouble must not keep the others from their deadlines.
      for (const record of store.open())
        await tickOne(record).catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
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
  { store, agents, watch, logger }: AttemptRunnerParts,
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
  for (const record of store.open()) {
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

/** A report of a rank's end that cannot be read is still its end; anything else unreadable is refused. */
function readOrFail(event: wire.v1.RankEvent): ReturnType<typeof readRankEvent> {
  try {
    return readRankEvent(event);
  } catch (error) {
    if (!event.finished) throw error;
    const cause = { code: 'internal' as const, message: TrainError.from(error).message };
    return { kind: 'report', report: { kind: 'failed', failure: { cause, secondary: false } } };
  }
}
