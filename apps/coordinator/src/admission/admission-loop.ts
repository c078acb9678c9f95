import { randomBytes } from 'node:crypto';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import {
  admit,
  type Admission,
  type AgentOffer,
  currentAttempt,
  type GangRequest,
  type HeldJob,
  isLive,
  isTerminal,
  type JobQueue,
  type JobRecord,
  type RankPlace,
} from '@ringmaster/scheduling';
import type { ConnectedAgent } from '../agents/agent-registry.js';
import type { ResumePoints } from '../attempts/resume-points.js';
import type { JobStore } from '../jobs/job-store.js';
import type { LiveJobs } from '../jobs/live-jobs.js';

export interface AdmissionParts {
  readonly store: JobStore;
  readonly queue: JobQueue;
  readonly live: LiveJobs;
  readonly resume: ResumePoints;
  readonly connected: () => readonly ConnectedAgent[];
  readonly epoch: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * From the queue to slots. Jobs are held from their turn to their end; every pass compares what the log, the queue and
 * the agents say, so that a lost message, a wiped queue or a redelivery is repaired by the next pass.
 */
export interface AdmissionLoop {
  /** One pass. Never overlaps itself: a call during a pass makes one more pass follow. */
  pass(): Promise<void>;
  /** Resolves when no pass is under way. */
  settled(): Promise<void>;
  /** A job has ended: it need not wait in the queue for its turn. */
  ended(record: JobRecord): void;
}

interface Held {
  readonly job: HeldJob;
  readonly sinceMs: number;
}

export function createAdmissionLoop(parts: AdmissionParts): AdmissionLoop {
  const held = new Map<string, Held>();
  let generations = 0;
  let running: Promise<void> | undefined;
  let again = false;
  let lastMessage: string | undefined;

  const settleEnded = async (): Promise<void> => {
    for (const [jobId, { job }] of held) {
      const record = parts.store.get(jobId);
      if (!record || !isTerminal(record)) continue;
      await job.settle(record.phase as 'succeeded' | 'failed' | 'cancelled');
      held.delete(jobId);
    }
  };

  const take = async (): Promise<void> => {
    while (waitingOf(held, parts.store).length < LIMITS.admissionWindow) {
      const job = await parts.queue.take();
      if (!job) return;
      const record = parts.store.get(job.jobId);
      if (record && !isTerminal(record)) held.set(job.jobId, { job, sinceMs: parts.clock.monotonicMs() });
      else await job.settle(record ? (record.phase as 'succeeded' | 'failed' | 'cancelled') : 'failed');
    }
  };

  /** A full window makes room for a job that is more urgent than its least urgent one. */
  const makeRoom = async (): Promise<void> => {
    const waiting = waitingOf(held, parts.store);
    const last = waiting.at(-1);
    if (!last || waiting.length < LIMITS.admissionWindow) return;
    const [nextId] = await parts.queue.waiting(1);
    const next = nextId === undefined ? undefined : parts.store.get(nextId);
    if (!next || next.priority >= last.priority) return;
    const { job } = held.get(last.jobId) as Held;
    held.delete(last.jobId);
    await job.giveBack();
  };

  const restoreQueue = async (): Promise<void> => {
    const missing = parts.store.open().filter((record) => !held.has(record.jobId));
    if (missing.length === 0) return;
    const waiting = new Set(await parts.queue.waiting(LIMITS.queuedJobs));
    for (const { jobId, priority } of missing)
      if (!waiting.has(jobId)) await parts.queue.add({ jobId, priority });
  };

  const place = async (): Promise<void> => {
    const candidates = waitingOf(held, parts.store).filter(
      (record) => !record.cancel && parts.live.backoffMs(record) === 0,
    );
    if (candidates.length === 0) return;
    const offers = offersOf(parts.connected(), parts.store.open());
    const requests = candidates.map((record) => requestOf(record, held.get(record.jobId), parts.clock));
    for (const answer of admit(requests, offers, LIMITS.starvingMs)) {
      if (answer.placed) await start(answer).catch((error: unknown) => postpone(answer.jobId, error));
      else parts.live.setReason(answer.jobId, answer.reason);
    }
  };

  const start = async ({ jobId, placed, leftOut }: Extract<Admission, { placed: readonly RankPlace[] }>) => {
    const record = parts.store.get(jobId) as JobRecord;
    const resumeFrom = await parts.resume.ofNextAttempt(record);
    const generation = { epoch: parts.epoch, n: ++generations, nonce: randomBytes(8).toString('hex') };
    for (const line of leftOut) parts.logger.warn(line, { jobId });
    await parts.store.feed(jobId, {
      kind: 'start',
      generation,
      ranks: placed,
      leftOut,
      ...(resumeFrom !== undefined && { resumeFrom }),
    });
    parts.live.setReason(jobId, undefined);
  };

  /** One job that cannot start must not keep the others from it. */
  const postpone = (jobId: string, error: unknown): void => {
    const cause = TrainError.from(error);
    parts.live.setReason(jobId, `cannot start yet: ${cause.message}`);
    parts.logger.warn('an attempt could not be started', { jobId, code: cause.code, error: cause.message });
  };

  const onePass = async (): Promise<void> => {
    try {
      await settleEnded();
      await restoreQueue();
      await makeRoom();
      await take();
      await place();
      lastMessage = undefined;
    } catch (error) {
      const { message } = TrainError.from(error);
      if (message !== lastMessage) parts.logger.warn('admission has to wait', { error: message });
      lastMessage = message;
    }
  };

  return {
    settled: async () => running,
    ended({ jobId }) {
      if (held.has(jobId)) return;
      parts.queue.remove(jobId).catch((error: unknown) => {
        parts.logger.info('an ended job stays in the queue until its turn', { jobId, error: String(error) });
      });
    },
    pass() {
      again = true;
      running ??= (async () => {
        while (again) {
          again = false;
          await onePass();
        }
      })().finally(() => (running = undefined));
      return running;
    },
  };
}

/** Held jobs without an attempt, in the order of the queue. */
function waitingOf(held: ReadonlyMap<string, Held>, store: JobStore): readonly JobRecord[] {
  return [...held.keys()]
    .flatMap((jobId) => store.get(jobId) ?? [])
    .filter((record) => record.phase === 'waiting')
    .sort(
      (a, b) =>
        a.priority - b.priority ||
        (a.submittedAt < b.submittedAt ? -1 : a.submittedAt > b.submittedAt ? 1 : 0),
    );
}

function offersOf(agents: readonly ConnectedAgent[], open: readonly JobRecord[]): readonly AgentOffer[] {
  const taken = new Set<string>();
  for (const record of open)
    for (const rank of currentAttempt(record)?.ranks ?? [])
      if (isLive(rank)) taken.add(`${rank.agentId}/${rank.slot}`);
  return agents.map(({ agentId, engine, slots }) => ({
    agentId,
    engine,
    slots: slots.map(({ slot, device, cpuThreads, busy }) => ({
      slot,
      device,
      cpuThreads,
      free: !busy && !taken.has(`${agentId}/${slot}`),
    })),
  }));
}

function requestOf(record: JobRecord, held: Held | undefined, clock: Clock): GangRequest {
  const now = clock.monotonicMs();
  return {
    jobId: record.jobId,
    workers: record.job.workers,
    shards: record.job.training.shards,
    waitedMs: now - (held?.sinceMs ?? now),
  };
}
