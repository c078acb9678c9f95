import { Job } from 'bullmq';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { HeldJob } from '@ringmaster/scheduling';
import type { QueueState } from './bull-job-queue.js';
import { BULL_CODES, bullCode, queueFailure } from './queue-failure.js';
import { storeJob } from './queue-commands.js';
import { bullId, type QueueRecord, returnScore } from './queue-record.js';
import { HOLD_AGAIN, PUT_BACK } from './queue-scripts.js';

export interface DeliveredJob {
  readonly jobId: string;
  readonly record: QueueRecord;
  /** Its place among the waiting ones, where it was not the first of them. */
  readonly score?: number;
}

type Outcome = Parameters<HeldJob['settle']>[0];

/** Wraps a delivered job. Settling and giving back happen once; repeating either is a no-op, failing leaves it held. */
export function createHeldJob(state: QueueState, delivered: DeliveredJob): HeldJob {
  const { jobId, record } = delivered;
  const letGo = async (action: string, work: () => Promise<void>) => {
    if (state.held.get(jobId) !== held) return;
    try {
      await work();
    } catch (cause) {
      throw queueFailure(cause, action);
    }
    state.held.delete(jobId);
  };
  const held: HeldJob = {
    jobId,
    priority: record.priority,
    settle: (outcome) => letGo(`ending job ${jobId} in the queue`, () => settle(state, jobId, outcome)),
    giveBack: async () => {
      await letGo(`giving job ${jobId} back to the queue`, () => giveBack(state, delivered));
      state.changed();
    },
  };
  return held;
}

async function settle(state: QueueState, jobId: string, outcome: Outcome): Promise<void> {
  const id = bullId(jobId);
  // Fetched anew: the object of the delivery may belong to connections that were replaced since.
  const job = await Job.fromId(state.bull.worker, id);
  if (job === undefined) return;
  const finish = () =>
    outcome === 'failed'
      ? job.moveToFailed(new TrainError('internal', 'see the job log'), state.token, false)
      : job.moveToCompleted(outcome, state.token, false);
  try {
    await finish();
  } catch (cause) {
    const code = bullCode(cause);
    if (code === BULL_CODES.jobNotExist) return;
    if (
      code !== BULL_CODES.lockNotExist &&
      code !== BULL_CODES.jobNotInState &&
      code !== BULL_CODES.lockMismatch
    )
      throw cause;
    const again = await state.bull.script(HOLD_AGAIN, id, [state.token, LIMITS.queueLockMs]);
    if (again === 'ok') await finish();
    if (again === 'other') throw takenAway(jobId, cause);
  }
}

async function giveBack(state: QueueState, { jobId, record, score }: DeliveredJob): Promise<void> {
  const id = bullId(jobId);
  const answer = await state.bull.script(PUT_BACK, id, [state.token, score ?? returnScore(record)]);
  if (answer === 'other') throw takenAway(jobId);
  if (answer !== 'gone') return;
  await storeJob(state.bull, id, record);
}

function takenAway(jobId: string, cause?: unknown): TrainError {
  return new TrainError('fenced', `job ${jobId} is held by another process; this one must let go of it`, {
    cause,
  });
}
