import type { CoordinatorBody } from '@ringmaster/rpc';
import { type AttemptRecord, isLive, isPausing, type JobRecord, wantedStop } from '@ringmaster/scheduling';
import type { JobSecrets } from './job-secrets.js';

/** One message to one agent. */
export interface Order {
  readonly agentId: string;
  readonly body: CoordinatorBody;
}

export interface OrderFacts {
  readonly secrets: JobSecrets;
  /** Where ranks find the artifact routes. */
  readonly artifactsUrl: string;
}

/** "Start this rank in this slot", for every rank of the attempt. */
export function assignOrders(record: JobRecord, attempt: AttemptRecord, facts: OrderFacts): readonly Order[] {
  const { jobId } = record;
  const common = {
    jobId,
    attempt: attempt.attempt,
    world: attempt.ranks.length,
    generation: { ...attempt.generation },
    jobJson: JSON.stringify(record.job),
    jobSecret: facts.secrets.dataPlane(jobId, attempt.generation),
    artifactsUrl: facts.artifactsUrl,
    artifactsToken: facts.secrets.artifactToken({ jobId, attempt: attempt.attempt }),
    resumeFrom: attempt.resumeFrom ?? '',
    cpuThreads: record.job.workers.slots.cpuThreads,
  };
  return attempt.ranks.map(({ rank, slot, device, agentId }) => ({
    agentId,
    body: { assign: { ...common, rank, slot, device } },
  }));
}

/** "All are ready; begin", once for every agent with a rank that waits for it. */
export function goOrders(record: JobRecord, attempt: AttemptRecord): readonly Order[] {
  const peers = attempt.ranks.map(({ rank, dataAddress }) => ({ rank, dataAddress: dataAddress ?? '' }));
  const go = { jobId: record.jobId, attempt: attempt.attempt, generation: { ...attempt.generation }, peers };
  return agentsOf(attempt.ranks.filter((rank) => rank.state === 'ready')).map((agentId) => ({
    agentId,
    body: { go },
  }));
}

/** "End", once for every agent with a live rank. */
export function stopOrders(record: JobRecord, attempt: AttemptRecord): readonly Order[] {
  const how = wantedStop(record, attempt);
  if (how === 'none') return [];
  const failed = attempt.ranks.find((rank) => rank.failure);
  const reason =
    attempt.stopping?.cause.message ??
    (failed
      ? `rank ${failed.rank} failed: ${failed.failure?.cause.message}`
      : (record.cancel?.reason ?? record.pause?.reason ?? 'stop'));
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
