import { randomBytes } from 'node:crypto';
import { LIMITS, rankMemoryBytes } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import {
  currentAttempt,
  growthOf,
  type HeldJob,
  isLive,
  isTerminal,
  type JobQueue,
  type JobRecord,
  type JobStore,
  membersOf,
  newcomersOf,
  nobodyComes,
  offersBeside,
  plan,
  type Plan,
  type Start,
} from '@ringmaster/scheduling';
import type { ResumePoints } from '../attempts/resume-points.js';
import type { LiveJobs } from '../jobs/live-jobs.js';
import type { SchedulingFacts } from './scheduling-facts.js';

export interface AdmissionParts {
  readonly store: JobStore;
  readonly queue: JobQueue;
  readonly live: LiveJobs;
  readonly resume: Pick<ResumePoints, 'ofNextAttempt'>;
  readonly facts: SchedulingFacts;
  readonly epoch: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * From the queue to slots. What begins, and who gives way, is a pure plan; the log says who has which slots, the queue's
 * locks who may start a job. Jobs are held from their turn to their end; every pass compares what the log, the queue and
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

export function createAdmissionLoop(parts: AdmissionParts): AdmissionLoop {
  return new Admissions(parts);
}

/** Jobs that are asked for at the same time. */
const TAKE_TOGETHER = 8;

class Admissions implements AdmissionLoop {
  private readonly held = new Map<string, HeldJob>();
  private readonly over = new Set<string>();
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
    if (this.held.has(jobId)) return void this.over.add(jobId);
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
        await this.take();
        await this.carryOut();
        this.lastMessage = undefined;
      } catch (error) {
        const { message } = TrainError.from(error);
        if (message !== this.lastMessage) this.parts.logger.warn('admission has to wait', { error: message });
        this.lastMessage = message;
      }
    }
  }

  private async settleEnded(): Promise<void> {
    await allOf(
      [...this.over].map(async (jobId) => {
        const record = this.parts.store.get(jobId);
        if (record) await this.held.get(jobId)?.settle(outcomeOf(record));
        this.held.delete(jobId);
        this.over.delete(jobId);
      }),
    );
  }

  /** Jobs that the queue lost. */
  private async restoreQueue(): Promise<void> {
    const { store, queue, clock } = this.parts;
    const missing = store.openCount() - this.held.size;
    const everyMs = missing <= LIMITS.reconcileJobs ? LIMITS.reconcileMs / 2 : LIMITS.reconcileQueueMs;
    const now = clock.monotonicMs();
    if (missing <= 0 || now - this.restoredMs < everyMs) return;
    this.restoredMs = now;
    const waiting = new Set(await queue.waiting(LIMITS.queuedJobs));
    for (const { jobId, priority } of store.open())
      if (!waiting.has(jobId) && !this.held.has(jobId)) await queue.add({ jobId, priority });
  }

  /** A window of the queue, in its order. What a plan reaches beyond it is taken by name. */
  private async take(): Promise<void> {
    const { store, queue } = this.parts;
    const isWaiting = (jobId: string) => store.get(jobId)?.phase === 'waiting';
    let room = LIMITS.admissionWindow - [...this.held.keys()].filter(isWaiting).length;
    while (room > 0) {
      const asked = Math.min(room, TAKE_TOGETHER);
      const jobs = (await allOf(Array.from({ length: asked }, () => queue.take()))).flatMap(
        (job) => job ?? [],
      );
      await allOf(jobs.map((job) => this.taken(job)));
      if (jobs.length < asked) return;
      room -= jobs.filter(({ jobId }) => isWaiting(jobId)).length;
    }
  }

  private async taken(job: HeldJob): Promise<void> {
    const { store } = this.parts;
    const record = store.get(job.jobId);
    // Stays locked: the queue would not take an ended id again once its log is repaired.
    if (!record && store.setAside().some(({ jobId }) => jobId === job.jobId)) return;
    if (record && !isTerminal(record)) this.held.set(job.jobId, job);
    else await job.settle(record ? outcomeOf(record) : 'failed');
  }

  private async carryOut(): Promise<void> {
    const { live, facts } = this.parts;
    const made = plan(facts.planInput(live.isDue));
    await allOf(
      made.starts.map((start) => this.start(start).catch((e: unknown) => this.postpone(start.jobId, e))),
    );
    for (const verdict of made.verdicts) live.setVerdict(verdict.jobId, verdict);
    await this.makeRoom(made);
    await this.grow(made);
  }

  private async start({ jobId, placed, leftOut }: Start): Promise<void> {
    const { store, resume, live, epoch, logger } = this.parts;
    if (!(await this.isHeld(jobId))) return;
    const record = store.get(jobId) as JobRecord;
    const { resumeFrom, passedOver } = await resume.ofNextAttempt(record);
    // A host that came back during the lookup may bring a newer checkpoint.
    if (!live.isDue(record)) return;
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
    live.setVerdict(jobId, undefined);
  }

  /** The queue's lock says that nobody else starts it. A job that the queue has lost is added again. */
  private async isHeld(jobId: string): Promise<boolean> {
    const { queue, store } = this.parts;
    if (this.held.has(jobId)) return true;
    const record = store.get(jobId);
    if (!record || isTerminal(record)) return false;
    let job = await queue.hold(jobId);
    if (!job) {
      await queue.add({ jobId, priority: record.priority });
      job = await queue.hold(jobId);
    }
    if (job) this.held.set(jobId, job);
    return job !== undefined;
  }

  /** One job that cannot start must not keep the others from it. */
  private postpone(jobId: string, error: unknown): void {
    const { code, message } = TrainError.from(error);
    const { live, logger } = this.parts;
    const reason = `cannot start yet: ${message}`;
    live.setVerdict(jobId, { jobId, blockedBy: 'order', reason, unblock: ['the next try, within seconds'] });
    logger.warn('an attempt could not be started', { jobId, code, error: message });
  }

  private async makeRoom({ preemptions, shrinks }: Plan): Promise<void> {
    const { store, logger } = this.parts;
    const attemptOf = (jobId: string): number => store.get(jobId)?.attempts.length ?? 0;
    for (const { jobId, forJob } of preemptions) {
      logger.info('a job makes room for a more urgent one', { jobId, forJob });
      const reason = `stops with a checkpoint to make room for job ${forJob}, which is more urgent`;
      await store.feed(jobId, { kind: 'preempt', attempt: attemptOf(jobId), forJob, reason });
    }
    for (const { jobId, workers, forJob } of shrinks) {
      logger.info('a job gives ranks up for a more urgent one', { jobId, workers, forJob });
      const reason = `job ${forJob} is more urgent and needs the slots`;
      await store.feed(jobId, { kind: 'allot', attempt: attemptOf(jobId), workers, reason });
    }
  }

  /** Idle slots go to running jobs that can use them. */
  private async grow({ growth }: Plan): Promise<void> {
    const { store, facts, logger, clock } = this.parts;
    for (const { jobId, workers } of growth) {
      const before = store.get(jobId);
      const attempt = before && currentAttempt(before);
      if (!before || !attempt) continue;
      const isAllotted = attempt.allotted !== undefined;
      const reason = 'the slots are idle again';
      const record = isAllotted
        ? await store.feed(jobId, { kind: 'allot', attempt: attempt.attempt, reason })
        : before;
      const agents = new Set(attempt.ranks.filter(isLive).map(({ agentId }) => agentId));
      const offers = offersBeside(facts.offers(), agents);
      const asked = { memoryBytes: rankMemoryBytes(record.job), nowMs: clock.wallMs() };
      const places = growthOf(record, offers, asked).slice(
        0,
        Math.max(0, workers - membersOf(attempt).filter(isLive).length - newcomersOf(attempt).length),
      );
      if (places.length > 0) {
        logger.info('a running job gets more ranks', { jobId, ranks: places.length });
        await store.feed(jobId, { kind: 'grow', attempt: attempt.attempt, places });
        continue;
      }
      const cause = nobodyComes(record, offers, asked.nowMs);
      if (!cause) continue;
      logger.warn('an attempt ends that waits for workers in vain', { jobId, cause: cause.message });
      await store.feed(jobId, { kind: 'stop', attempt: attempt.attempt, kill: false, cause });
    }
  }
}

const outcomeOf = (record: JobRecord) => record.phase as 'succeeded' | 'failed' | 'cancelled';

/** All of them, done or failed, before the first failure is thrown: nothing goes on behind the caller's back. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  const results = await Promise.allSettled(work);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
