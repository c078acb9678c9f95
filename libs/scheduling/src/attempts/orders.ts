import type { CoordinatorBody } from '../agents/agent-link.js';
import {
  type AttemptRecord,
  isLive,
  isPausing,
  type JobRecord,
  membersOf,
  type RankRecord,
  wantedStop,
} from '../job-record.js';

/** One message to one agent. */
export interface Order {
  readonly agentId: string;
  readonly body: CoordinatorBody;
}

/** Secrets of a job's attempts. */
export interface AttemptSecrets {
  /** 32 bytes that the ranks of one attempt share; `nonce` is that of its generations. */
  dataPlane(jobId: string, attempt: number, nonce: string): Uint8Array;
  /** For one attempt of one job: with the attempt it ends, but for checkpoints that come late. */
  artifactToken(grant: { readonly jobId: string; readonly attempt: number }): string;
}

export interface OrderFacts {
  readonly secrets: AttemptSecrets;
  /** Where ranks find the artifact routes. */
  readonly artifactsUrl: string;
}

/** "Start this rank in this slot." */
export function assignOrders(
  record: JobRecord,
  attempt: AttemptRecord,
  { ranks, ...facts }: OrderFacts & { readonly ranks: readonly number[] },
): readonly Order[] {
  const { jobId } = record;
  const common = {
    jobId,
    attempt: attempt.attempt,
    // Whoever is started later joins, and waits for a generation that it is a member of.
    world: attempt.begun ? 0 : attempt.ranks.length,
    generation: { ...attempt.generation },
    jobJson: JSON.stringify(record.job),
    jobSecret: facts.secrets.dataPlane(jobId, attempt.attempt, attempt.generation.nonce),
    artifactsUrl: facts.artifactsUrl,
    artifactsToken: facts.secrets.artifactToken({ jobId, attempt: attempt.attempt }),
    resumeFrom: attempt.resumeFrom ?? '',
    cpuThreads: record.job.workers.slots.cpuThreads,
  };
  return chosen(attempt, ranks).map(({ rank, slot, device, agentId }) => ({
    agentId,
    body: { assign: { ...common, rank, slot, device } },
  }));
}

/** "These are the members; begin", once for every agent with a member. Those that have begun already take no notice. */
export function goOrders(record: JobRecord, attempt: AttemptRecord): readonly Order[] {
  const members = membersOf(attempt);
  const { source = 0, behind = [], shards = [] } = attempt.generations.at(-1) ?? {};
  const go = {
    jobId: record.jobId,
    attempt: attempt.attempt,
    generation: { ...attempt.generation },
    peers: members.map(({ rank, dataAddress }) => ({ rank, dataAddress: dataAddress ?? '' })),
    source,
    behind: [...behind],
    shardCounts: [...shards],
  };
  return agentsOf(members.filter(isLive)).map((agentId) => ({ agentId, body: { go } }));
}

/** "End this generation together", once for every agent with a member. */
export function resizeOrders(record: JobRecord, attempt: AttemptRecord): readonly Order[] {
  if (attempt.resizing !== attempt.generation.n) return [];
  const resize = {
    jobId: record.jobId,
    attempt: attempt.attempt,
    generation: { ...attempt.generation },
  };
  return agentsOf(membersOf(attempt).filter(isLive)).map((agentId) => ({ agentId, body: { resize } }));
}

/** "End these ranks; the job goes on": by force, or because they have sealed and are not needed any more. */
export function partOrders(
  record: JobRecord,
  attempt: AttemptRecord,
  { ranks, leave }: { readonly ranks: readonly number[]; readonly leave: boolean },
): readonly Order[] {
  return chosen(attempt, ranks).map(({ rank, agentId, failure }) => {
    const reason = failure?.cause.message ?? 'the job goes on without this rank';
    const of = { jobId: record.jobId, attempt: attempt.attempt };
    return { agentId, body: { stop: { ...of, kill: !leave, leave, reason, ranks: [rank] } } };
  });
}

const chosen = ({ ranks }: AttemptRecord, numbers: readonly number[]): readonly RankRecord[] =>
  ranks.filter(({ rank }) => numbers.includes(rank));

/** "End", once for every agent with a live rank. */
export function stopOrders(record: JobRecord, attempt: AttemptRecord): readonly Order[] {
  const how = wantedStop(record, attempt);
  if (how === 'none') return [];
  const failed = membersOf(attempt).find((rank) => rank.failure);
  const reason =
    attempt.stopping?.cause.message ??
    (failed
      ? `rank ${failed.rank} failed: ${failed.failure?.cause.message}`
      : (record.cancel?.reason ?? record.pause?.reason ?? attempt.preempt?.reason ?? 'the others are done'));
  const isPause = how === 'polite' && isPausing(record, attempt);
  const stop = {
    jobId: record.jobId,
    attempt: attempt.attempt,
    kill: how === 'kill',
    reason,
    pause: isPause,
  };
  return agentsOf(attempt.ranks.filter(isLive)).map((agentId) => ({ agentId, body: { stop } }));
}

const agentsOf = (ranks: readonly { readonly agentId: string }[]): readonly string[] => [
  ...new Set(ranks.map((rank) => rank.agentId)),
];
