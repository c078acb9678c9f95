import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { QueuedJob } from '@ringmaster/scheduling';
import type { BullConnection } from './bull-connection.js';
import { bullId, bullPriority, checkPriority, jobIdOf, type QueueRecord } from './queue-record.js';

/** Stores a job as it is; BullMQ ignores an id that it knows. */
export async function storeJob({ queue }: BullConnection, id: string, record: QueueRecord): Promise<void> {
  await queue.add('job', record, {
    jobId: id,
    priority: bullPriority(record.priority),
    attempts: 1,
    removeOnComplete: { count: LIMITS.queueEndedJobs },
    removeOnFail: { count: LIMITS.queueEndedJobs },
  });
}

/** Adds a job at the end of its priority; false when the id is known. @throws TrainError `conflict` when full */
export async function addJob(bull: BullConnection, job: QueuedJob, capacity: number): Promise<boolean> {
  const { queue, redis } = bull;
  const id = bullId(job.jobId);
  checkPriority(job);
  const [known, next, rest] = await Promise.all([
    redis.exists(queue.toKey(id)),
    redis.llen(queue.toKey('wait')),
    redis.zcard(queue.toKey('prioritized')),
  ]);
  if (known > 0) return false;
  if (next + rest >= capacity)
    throw new TrainError(
      'conflict',
      `${next + rest} jobs wait already, and ${capacity} may; job ${job.jobId} was not added, try again later`,
    );
  const order = await redis.incr(queue.toKey('arrivals'));
  await storeJob(bull, id, { order, priority: job.priority });
  return true;
}

/** False when the job does not wait. */
export async function removeJob({ queue }: BullConnection, jobId: string): Promise<boolean> {
  const id = bullId(jobId);
  const where = await queue.getJobState(id);
  return (where === 'waiting' || where === 'prioritized') && (await queue.remove(id)) === 1;
}

/** Job ids in the order in which they will be handed out. */
export async function waitingJobs(
  { queue, redis }: BullConnection,
  limit: number,
): Promise<readonly string[]> {
  if (limit <= 0) return [];
  const [next, rest] = await Promise.all([
    redis.lrange(queue.toKey('wait'), -limit, -1),
    redis.zrange(queue.toKey('prioritized'), '0', `${limit - 1}`),
  ]);
  return [...next.reverse(), ...rest].slice(0, limit).map(jobIdOf);
}
