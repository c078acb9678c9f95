import { LIMITS } from '@ringmaster/contracts';
import type { QueueState } from './bull-job-queue.js';
import { bullId, jobIdOf, QueueRecord, returnScore } from './queue-record.js';
import { HOLD_AGAIN, PUT_BACK } from './queue-scripts.js';

/** Renews the locks of all held jobs; a lock that ran out, while Redis was away, is taken again. */
export async function renewLocks(state: QueueState): Promise<void> {
  const ids = [...state.held.keys()].map(bullId);
  if (ids.length === 0) return;
  const tokens = ids.map(() => state.token);
  const failed = await state.bull.worker.extendJobLocks(ids, tokens, LIMITS.queueLockMs);
  for (const id of failed) {
    const jobId = jobIdOf(id);
    if (!state.held.has(jobId)) continue;
    const answer = await state.bull.script(HOLD_AGAIN, id, [state.token, LIMITS.queueLockMs]);
    if (answer === 'ok')
      state.logger.warn('the queue lock of a held job had run out; locked again', { jobId });
    else state.logger.error('a held job is no longer ours in the queue', { jobId, answer });
  }
}

/**
 * Puts back what is marked as active but held by nobody here: a job whose delivery got lost on the way to us, and with
 * `takeOver` whatever an earlier process held.
 */
export async function reclaimJobs(state: QueueState): Promise<void> {
  const { queue, redis } = state.bull;
  const active = await redis.lrange(queue.toKey('active'), 0, -1);
  let moved = 0;
  for (const id of active) {
    if (state.held.has(jobIdOf(id))) continue;
    const record = QueueRecord.safeParse((await queue.getJob(id))?.data);
    if (!record.success) continue;
    const token = state.takeOver ? '' : state.token;
    // Without a lock of ours it belongs to somebody else, or to BullMQ's own search for stalled jobs.
    if (!state.takeOver && (await redis.get(`${queue.toKey(id)}:lock`)) !== state.token) continue;
    if ((await state.bull.script(PUT_BACK, id, [token, returnScore(record.data)])) === 'ok') moved++;
  }
  if (moved === 0) return;
  state.logger.warn('jobs that nobody held were put back into the queue', { jobs: moved });
  state.changed();
}
