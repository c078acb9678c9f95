import { type LogHomes, type MirroredLog, rewriteInRedis } from './log-homes.js';
import { encodeRecord, type LogRecord, mergeRecords, type StoredLog } from './log-record.js';

const NOTHING: MirroredLog = { records: [] };

/**
 * Reads both homes, takes the union of what is valid, and makes both hold it. A record that only one of them has was
 * either not acknowledged yet (the process died between the two writes; keeping it is as right as losing it) or was
 * lost by the other one.
 */
export async function recoverLog(homes: LogHomes): Promise<ReadonlyMap<string, readonly LogRecord[]>> {
  const mirrored = await homes.mirror.load();
  const inRedis = await homes.redis.load();
  const union = new Map<string, readonly LogRecord[]>();
  for (const jobId of new Set([...mirrored.keys(), ...inRedis.keys()])) {
    const records = await recoverJob(homes, jobId, {
      mirror: mirrored.get(jobId) ?? NOTHING,
      redis: inRedis.get(jobId) ?? NOTHING,
    });
    if (records.length > 0) union.set(jobId, records);
  }
  return union;
}

async function recoverJob(
  homes: LogHomes,
  jobId: string,
  copies: { mirror: MirroredLog; redis: StoredLog },
): Promise<readonly LogRecord[]> {
  const { logger } = homes;
  const { mirror, redis } = copies;
  if (mirror.problem)
    logger.warn('the mirror of a job log ends early; cut', { jobId, problem: mirror.problem });
  if (redis.problem)
    logger.error('Redis holds a bad record; ignored from there', { jobId, problem: redis.problem });
  const { records, conflictAt } = mergeRecords(mirror.records, redis.records);
  if (conflictAt !== undefined)
    logger.error('mirror and Redis contradict each other; the later epoch wins', {
      jobId,
      record: conflictAt,
    });
  const lines = records.map(encodeRecord);
  const sharedWithMirror =
    records === mirror.records ? records.length : (conflictAt ?? mirror.records.length);
  if (mirror.damage === 'corrupt' || sharedWithMirror < mirror.records.length)
    await homes.mirror.replace(jobId, lines);
  else if (mirror.damage === 'torn' || sharedWithMirror < lines.length)
    await homes.mirror.append([{ jobId, lines: lines.slice(sharedWithMirror) }]);
  const sharedWithRedis = records === redis.records ? records.length : (conflictAt ?? redis.records.length);
  if (redis.problem !== undefined || sharedWithRedis < lines.length || sharedWithRedis < redis.records.length)
    await rewriteInRedis(homes.redis, jobId, { lines, from: sharedWithRedis });
  return records;
}
