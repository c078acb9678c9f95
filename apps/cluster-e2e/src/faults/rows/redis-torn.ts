import { readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '@ringmaster/contracts';
import { holdAuditClean, holdUnharmed } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { MEDIUM, SHORT } from '../jobs.js';
import { countInLog, one } from '../processes.js';

/** At least so much, and as much more as reaches back to a record of the job that was taken last. */
const TORN_BYTES = 1_024;
const REBUILT = 'the job log in Redis was rebuilt from its mirror';

export const redisTorn: FaultRow = {
  row: 18,
  name: 'redis-torn',
  fault: `Redis is SIGKILLed and the end of its append-only file is gone: ${TORN_BYTES} bytes or more, records of a job among them`,
  invariant:
    'Redis gets again from the mirror what it had acknowledged and lost; the bits of the undisturbed runs',
  runs: 5,
  async run(ground, { rng }) {
    const [long, short] = [await ground.undisturbed(MEDIUM), await ground.undisturbed(SHORT)];
    const cluster = await ground.shared();
    const started = await submitAndReach(cluster, MEDIUM, { step: 1 + rng.below(200) });
    const waiting = await cluster.submit(SHORT);
    const rebuiltBefore = countInLog(cluster, 'coordinator', REBUILT);
    process.kill(one(cluster.processes('redis'), 'Redis'), 'SIGKILL');
    const tornBytes = tear(join(homeLayout(cluster.home).redisDir, 'data'), waiting);
    const jobs = [
      [started.jobId, long],
      [waiting, short],
    ] as const;
    for (const [id, reference] of jobs) {
      holdUnharmed(await cluster.waitForEnd(id, RUN_MS), reference);
      await holdAuditClean(cluster, id);
    }
    const rebuilt = countInLog(cluster, 'coordinator', REBUILT) - rebuiltBefore;
    hold(rebuilt > 0, `${tornBytes} bytes with a record of ${waiting} are gone, and nobody missed it`);
    return { jobs: jobs.length, tornBytes, rebuilt };
  },
};

/**
 * Redis 6 writes one append-only file, Redis 7 a directory of them. Cuts the newest one within a record that names the job.
 * @returns bytes that are gone
 */
function tear(directory: string, jobId: string): number {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.aof'))
    .map((name) => join(directory, name));
  const newest = files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  hold(newest !== undefined, `there is no append-only file in ${directory}`);
  const bytes = readFileSync(newest);
  const at = bytes.lastIndexOf(`:log:${jobId}`);
  hold(at >= 0, `${newest} holds no record of job ${jobId}`);
  const kept = Math.min(at, Math.max(0, bytes.length - TORN_BYTES));
  truncateSync(newest, kept);
  return bytes.length - kept;
}
