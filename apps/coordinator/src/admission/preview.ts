import { type PlanAnswer, rankMemoryBytes, type ResolvedJob, LIMITS } from '@ringmaster/contracts';
import type { Clock } from '@ringmaster/core';
import {
  admit,
  type ConnectedAgent,
  type GangRequest,
  type JobRecord,
  type JobStore,
} from '@ringmaster/scheduling';
import { offersOf } from './offers.js';

export interface PreviewParts {
  readonly store: Pick<JobStore, 'open'>;
  readonly connected: () => readonly ConnectedAgent[];
  /** Names of agents, for people. */
  readonly nameOf: (agentId: string) => string;
  readonly clock: Clock;
}

/** Tells where a job would be placed if it came now. Nothing is changed, and nothing is promised. */
export type Preview = (job: ResolvedJob) => PlanAnswer['placement'];

/** No id that a job can have. */
const NEWCOMER = '(this job)';

export function createPreview({ store, connected, nameOf, clock }: PreviewParts): Preview {
  return (job) => {
    const waiting = store.open().filter((record) => record.phase === 'waiting' && !record.cancel);
    const ahead = waiting
      .filter(({ priority }) => priority <= job.priority)
      .sort((a, b) => a.priority - b.priority || (a.submittedAt < b.submittedAt ? -1 : 1))
      .map((record) => requestOf(record.jobId, record.job, waitedMs(record, clock)));
    const agents = connected();
    const answers = admit(
      [...ahead, requestOf(NEWCOMER, job, 0)],
      offersOf(agents, store.open()),
      LIMITS.starvingMs,
    );
    const common = { aheadInQueue: ahead.length, rankMemoryBytes: rankMemoryBytes(job) };
    const answer = answers.at(-1);
    if (!answer?.placed)
      return { ...common, placed: false, reason: answer?.reason ?? 'no answer', ranks: [] };
    const hosts = new Map(agents.map(({ agentId, host }) => [agentId, host]));
    return {
      ...common,
      placed: true,
      ranks: answer.placed.map(({ rank, agentId, slot, device }) => ({
        rank,
        agentId,
        worker: nameOf(agentId),
        host: hosts.get(agentId) ?? '',
        slot,
        device,
      })),
    };
  };
}

function requestOf(jobId: string, job: ResolvedJob, waited: number): GangRequest {
  const { workers, training } = job;
  return { jobId, workers, shards: training.shards, memoryBytes: rankMemoryBytes(job), waitedMs: waited };
}

/** The queue counts from when it first tried; for jobs that never ran that is the submission. */
const waitedMs = ({ submittedAt }: JobRecord, clock: Clock): number =>
  Math.max(0, clock.wallMs() - Date.parse(submittedAt));
