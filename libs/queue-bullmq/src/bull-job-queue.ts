import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, systemClock, TrainError } from '@ringmaster/core';
import type { HeldJob, JobQueue } from '@ringmaster/scheduling';
import { type BullConnection, type BullJob, openBull } from './bull-connection.js';
import { createHeldJob } from './held-job.js';
import { queueFailure } from './queue-failure.js';
import { addJob, removeJob, waitingJobs } from './queue-commands.js';
import { bullId, jobIdOf, QueueRecord } from './queue-record.js';
import { HOLD_AGAIN } from './queue-scripts.js';
import { reclaimJobs, renewLocks } from './queue-upkeep.js';
import { watchQueue } from './queue-watch.js';

export interface BullJobQueueOptions {
  /** Any connection to the Redis; the queue works on duplicates of it, with deadlines of its own. */
  readonly redis: Redis;
  /** Prefix of all keys; default `ringmaster`. */
  readonly prefix?: string;
  /** Most jobs that may wait; default `LIMITS.queuedJobs`. */
  readonly capacity?: number;
  /**
   * True when the caller holds the coordinator's lease: what any process before it held is put back at once, instead of
   * after its lock ran out.
   */
  readonly takeOver?: boolean;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** What the parts of one queue share. */
export interface QueueState {
  bull: BullConnection;
  /** Our lock token: the same for all jobs that this process holds. */
  readonly token: string;
  /** Held jobs by job id. */
  readonly held: Map<string, HeldJob>;
  readonly takeOver: boolean;
  readonly logger: Logger;
  changed(): void;
}

/**
 * The queue on BullMQ. One BullMQ job per job, with the same id, one attempt, and no stall limit: delivery is at least
 * once, and a job that comes again while it is held is handed out as the same {@link HeldJob}. Commands fail within
 * the command timeout of `redis`; a watchdog replaces connections that stay silent while Redis answers others.
 * @throws TrainError `unavailable` when Redis does not answer at the start
 */
export async function bullJobQueue(options: BullJobQueueOptions): Promise<JobQueue> {
  const { redis, logger, prefix = 'ringmaster', capacity = LIMITS.queuedJobs } = options;
  const listeners = new Set<() => void>();
  const openConnection = () => openBull({ redis, prefix, logger });
  const state: QueueState = {
    bull: await openConnection(),
    token: randomUUID(),
    held: new Map(),
    takeOver: options.takeOver ?? false,
    logger,
    changed: () => {
      for (const listener of listeners) queueMicrotask(listener);
    },
  };
  let closing: Promise<void> | undefined;
  let taking = 0;
  let reclaiming: Promise<void> | undefined;
  /** While jobs that nobody holds are looked for, no take may be under way: what it brings would look like one. */
  const reclaim = async () => {
    if (taking > 0) return;
    reclaiming ??= reclaimJobs(state).finally(() => (reclaiming = undefined));
    await reclaiming;
  };
  await reclaim();
  const watch = watchQueue({
    state,
    clock: options.clock ?? systemClock,
    reopen: openConnection,
    renew: () => renewLocks(state),
    reclaim,
  });
  const run = async <T>(action: string, work: () => Promise<T>): Promise<T> => {
    if (closing) throw new TrainError('unavailable', `${action}: the queue is closed`);
    try {
      return await work();
    } catch (cause) {
      throw queueFailure(cause, action);
    }
  };

  return {
    add: (job) =>
      run(`adding job ${job.jobId} to the queue`, async () => {
        if (await addJob(state.bull, job, capacity)) state.changed();
      }),
    take: () =>
      run('taking a job from the queue', async () => {
        while (reclaiming) await reclaiming;
        taking++;
        try {
          return await takeNext(state);
        } finally {
          taking--;
        }
      }),
    hold: (jobId) =>
      run(`taking job ${jobId} from the queue`, async () => {
        while (reclaiming) await reclaiming;
        taking++;
        try {
          return await holdNamed(state, jobId);
        } finally {
          taking--;
        }
      }),
    remove: (jobId) => run(`removing job ${jobId} from the queue`, () => removeJob(state.bull, jobId)),
    waiting: (limit) => run('listing the queue', () => waitingJobs(state.bull, limit)),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () =>
      (closing ??= (async () => {
        await watch.end();
        listeners.clear();
        await state.bull.close();
      })()),
  };
}

async function takeNext(state: QueueState): Promise<HeldJob | undefined> {
  for (;;) {
    const job = (await state.bull.worker.getNextJob(state.token, { block: false })) as BullJob | undefined;
    if (job?.id === undefined) return undefined;
    const record = QueueRecord.safeParse(job.data);
    if (!record.success) {
      state.logger.error('a queued job has data that is not ours; it ends as failed', { bullId: job.id });
      await job.moveToFailed(new TrainError('invalid', 'its data is not a queue record'), state.token, false);
      continue;
    }
    const jobId = jobIdOf(job.id);
    const known = state.held.get(jobId);
    if (known !== undefined) {
      state.logger.warn('a held job was delivered again; it stays held', { jobId });
      return known;
    }
    const held = createHeldJob(state, { jobId, record: record.data });
    state.held.set(jobId, held);
    return held;
  }
}

async function holdNamed(state: QueueState, jobId: string): Promise<HeldJob | undefined> {
  if (state.held.has(jobId)) return undefined;
  const id = bullId(jobId);
  // Sent together, carried out in this order.
  const [{ data, score }, answer] = await Promise.all([
    state.bull.lookUp(id),
    state.bull.script(HOLD_AGAIN, id, [state.token, LIMITS.queueLockMs]),
  ]);
  if (answer === 'other')
    throw new TrainError('fenced', `job ${jobId} is held by another process; this one must not start it`);
  if (answer !== 'ok') return undefined;
  const record = QueueRecord.safeParse(data);
  if (!record.success)
    throw new TrainError('invalid', `job ${jobId} has data in the queue that is not a queue record`);
  const held = createHeldJob(state, { jobId, record: record.data, ...(score !== undefined && { score }) });
  state.held.set(jobId, held);
  return held;
}
