import { type PlanAnswer, rankMemoryBytes, type ResolvedJob } from '@ringmaster/contracts';
import type { Clock } from '@ringmaster/core';
import {
  type ConnectedAgent,
  expectedDuration,
  type JobRecord,
  plan,
  waitingJob,
} from '@ringmaster/scheduling';
import type { SchedulingFacts } from './scheduling-facts.js';

export interface PreviewParts {
  readonly facts: SchedulingFacts;
  readonly connected: () => readonly ConnectedAgent[];
  /** Names of agents, for people. */
  readonly nameOf: (agentId: string) => string;
  readonly clock: Clock;
}

type Placement = PlanAnswer['placement'];

/** Tells when and where a job would begin if it came now, and how long it would run. Nothing is changed, and nothing is promised. */
export type Preview = (job: ResolvedJob, owner: string) => Placement;

/** No id that a job can have. */
const NEWCOMER = '(this job)';

export function createPreview({ facts, connected, nameOf, clock }: PreviewParts): Preview {
  return (job, owner) => {
    const record = newcomer(job, owner, new Date(clock.wallMs()).toISOString());
    const input = facts.planInput(() => true);
    const own = waitingJob(record, clock.wallMs(), facts.durations);
    const made = plan({ ...input, waiting: [...input.waiting, own] });
    const start = made.starts.find(({ jobId }) => jobId === NEWCOMER);
    const verdict = made.verdicts.find(({ jobId }) => jobId === NEWCOMER);
    const outlook = facts.outlookOf(record);
    const ranks = start?.placed.length ?? Math.min(job.workers.max, job.training.shards);
    const duration = expectedDuration(facts.durations, job, ranks);
    const startsInMs = start ? 0 : (verdict?.startsInMs ?? outlook?.startsInMs);
    const common = {
      aheadInQueue: (outlook?.position ?? 1) - 1,
      rankMemoryBytes: rankMemoryBytes(job),
      ...(startsInMs !== undefined && { startsInMs: Math.round(startsInMs) }),
      ...(duration && { duration: { ms: Math.round(duration.ms), from: duration.from } }),
    };
    if (!start)
      return {
        ...common,
        placed: false,
        reason: verdict?.reason ?? 'no answer',
        unblock: [...(verdict?.unblock ?? [])],
        ranks: [],
      };
    const hosts = new Map(connected().map(({ agentId, host }) => [agentId, host]));
    return {
      ...common,
      placed: true,
      ranks: start.placed.map(({ rank, agentId, slot, device }) => ({
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

const newcomer = (job: ResolvedJob, owner: string, submittedAt: string): JobRecord => ({
  jobId: NEWCOMER,
  name: job.name,
  owner,
  priority: job.priority,
  job,
  requestSha256: '',
  submittedAt,
  phase: 'waiting',
  attempts: [],
  checkpoints: [],
  nextSeq: 1,
});
