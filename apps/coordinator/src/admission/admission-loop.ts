import { randomBytes } from 'node:crypto';
import { LIMITS, rankMemoryBytes } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import {
  type Admission,
  admit,
  type AttemptRecord,
  type ConnectedAgent,
  currentAttempt,
  type GangRequest,
  growthOf,
  type HeldJob,
  isLive,
  isTerminal,
  type JobQueue,
  type JobRecord,
  type JobStore,
  membersOf,
  type RankPlace,
  wantedRanks,
} from '@ringmaster/scheduling';
import type { ResumePoints } from '../attempts/resume-points.js';
import type { LiveJobs } from '../jobs/live-jobs.js';
import { offersOf } from './offers.js';

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
  return new Admissions(parts);
}

class Admissions implements AdmissionLoop {
  private readonly held = new Map<string, Held>();
  private generations = 0;
  private running: Promise<void> | undefined;
  private again = false;
  private restoredMs = Number.NEGATIVE_INFINITY;
  private lastMessage: string | undefined;

  constructor(private readonly parts: AdmissionParts) {}

  pass(): Promise<void> {
    this.again = true;
    this.running ??= this.passes().finally(() => (this.running = undefined));
    return this.running;
  }

  async settled(): Promise<void> {
    await this.running;
  }

  ended({ jobId }: JobRecord): void {
    if (this.held.has(jobId)) return;
    this.parts.queue.remove(jobId).catch((error: unknown) => {
      this.parts.logger.info('an ended job stays in the queue until its turn', {
        jobId,
        error: String(error),
      });
    });
  }

  private async passes(): Promise<void> {
    while (this.again) {
      this.again = false;
      try {
        await this.settleEnded();
        await this.restoreQueue();
        await this.makeRoom();
        await this.take();
        await this.place();
        await this.grow();
        this.lastMessage = undefined;
      } catch (error) {
        const { message } = TrainError.from(error);
        if (message !== this.lastMessage) this.parts.logger.warn('admission has to wait', { error: message });
        this.lastMessage = message;
      }
    }
  }

  private async settleEnded(): Promise<void> {
    for (const [jobId, { job }] of this.held) {
      const record = this.parts.store.get(jobId);
      if (!record || !isTerminal(record)) continue;
      await job.settle(outcomeOf(record));
      this.held.delete(jobId);
    }
  }

  /** Jobs that the queue lost. */
  private async restoreQueue(): Promise<void> {
    const { store, queue, clock } = this.parts;
    const missing = store.open().filter((record) => !this.held.has(record.jobId));
    const now = clock.monotonicMs();
    const isDue = missing.length <= LIMITS.reconcileJobs || now - this.restoredMs >= LIMITS.reconcileQueueMs;
    if (missing.length === 0 || !isDue) return;
    this.restoredMs = now;
    const waiting = new Set(await queue.waiting(LIMITS.queuedJobs));
    for (const { jobId, priority } of missing) if (!waiting.has(jobId)) await queue.add({ jobId, priority });
  }

  /** A full window makes room for a job that is more urgent than its least urgent one. */
  private async makeRoom(): Promise<void> {
    const { store, queue } = this.parts;
    const waiting = waitingOf(this.held, store);
    const last = waiting.at(-1);
    if (!last || waiting.length < LIMITS.admissionWindow) return;
    const [nextId] = await queue.waiting(1);
    const next = nextId === undefined ? undefined : store.get(nextId);
    if (!next || next.priority >= last.priority) return;
    const { job } = this.held.get(last.jobId) as Held;
    this.held.delete(last.jobId);
    await job.giveBack();
  }

  private async take(): Promise<void> {
    const { store, queue, clock } = this.parts;
    while (waitingOf(this.held, store).length < LIMITS.admissionWindow) {
      const job = await queue.take();
      if (!job) return;
      const record = store.get(job.jobId);
      if (record && !isTerminal(record)) this.held.set(job.jobId, { job, sinceMs: clock.monotonicMs() });
      else await job.settle(record ? outcomeOf(record) : 'failed');
    }
  }

  private async place(): Promise<void> {
    const { store, live, clock, connected } = this.parts;
    const candidates = waitingOf(this.held, store).filter(
      (record) => !record.cancel && live.backoffMs(record) === 0,
    );
    if (candidates.length === 0) return;
    const requests = candidates.map((record) => requestOf(record, this.held.get(record.jobId), clock));
    for (const answer of admit(requests, offersOf(connected(), store.open()), LIMITS.starvingMs)) {
      if (answer.placed)
        await this.start(answer).catch((error: unknown) => this.postpone(answer.jobId, error));
      else live.setReason(answer.jobId, answer.reason);
    }
  }

  /** Idle slots go to running jobs that can use them, once nobody waits for any. */
  private async grow(): Promise<void> {
    const { store, connected, logger } = this.parts;
    const waiting = waitingOf(this.held, store).filter((record) => !record.cancel);
    for (const record of store.open()) {
      const attempt = currentAttempt(record);
      if (!attempt || (waiting.length > 0 && !isTooSmall(record, attempt))) continue;
      const places = growthOf(record, offersOf(connected(), store.open()), rankMemoryBytes(record.job));
      if (places.length === 0) continue;
      logger.info('a running job gets more ranks', { jobId: record.jobId, ranks: places.length });
      await store.feed(record.jobId, { kind: 'grow', attempt: attempt.attempt, places });
    }
  }

  private async start({ jobId, placed, leftOut }: Placed): Promise<void> {
    const { store, resume, live, epoch, logger } = this.parts;
    const { resumeFrom, passedOver } = await resume.ofNextAttempt(store.get(jobId) as JobRecord);
    const generation = { epoch, n: ++this.generations, nonce: randomBytes(8).toString('hex') };
    for (const line of [...leftOut, ...passedOver])
      logger.warn(line, { jobId, resumeFrom: resumeFrom ?? '' });
    await store.feed(jobId, {
      kind: 'start',
      generation,
      ranks: placed,
      leftOut,
      passedOver,
      ...(resumeFrom !== undefined && { resumeFrom }),
    });
    live.setReason(jobId, undefined);
  }

  /** One job that cannot start must not keep the others from it. */
  private postpone(jobId: string, error: unknown): void {
    const { code, message } = TrainError.from(error);
    this.parts.live.setReason(jobId, `cannot start yet: ${message}`);
    this.parts.logger.warn('an attempt could not be started', { jobId, code, error: message });
  }
}

/** It has to wait until it is larger. */
const isTooSmall = ({ job }: JobRecord, attempt: AttemptRecord): boolean =>
  membersOf(attempt).filter(isLive).length < job.workers.min;

type Placed = Extract<Admission, { placed: readonly RankPlace[] }>;

const outcomeOf = (record: JobRecord) => record.phase as 'succeeded' | 'failed' | 'cancelled';

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

function requestOf(record: JobRecord, held: Held | undefined, clock: Clock): GangRequest {
  const now = clock.monotonicMs();
  return {
    jobId: record.jobId,
    workers: { ...record.job.workers, max: wantedRanks(record) },
    memoryBytes: rankMemoryBytes(record.job),
    shards: record.job.training.shards,
    waitedMs: now - (held?.sinceMs ?? now),
  };
}
