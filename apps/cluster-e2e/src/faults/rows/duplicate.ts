import { holdAuditClean, holdUnharmed } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { MEDIUM } from '../jobs.js';
import { withRedis } from '../redis.js';

export const duplicate: FaultRow = {
  row: 20,
  name: 'duplicate',
  fault:
    'the lock of a running job ends and BullMQ puts the job back among the waiting ones: it is delivered twice',
  invariant: 'one attempt, one generation, one end; the bits of the undisturbed run',
  runs: 5,
  async run(ground, { rng }) {
    const reference = await ground.undisturbed(MEDIUM);
    const cluster = await ground.shared();
    const { jobId } = await submitAndReach(cluster, MEDIUM, { step: 1 + rng.below(200) });
    const { moved, again } = await withRedis(cluster, async (redis) => {
      const [lock] = await redis.keys(`*:${jobId}:lock`);
      hold(lock !== undefined, `Redis holds no lock of job ${jobId}`);
      const queue = lock.slice(0, -`:${jobId}:lock`.length);
      // What its stalled check does with a job whose lock has run out.
      const [, taken] = (await redis
        .multi()
        .del(lock)
        .lrem(`${queue}:active`, 0, jobId)
        .rpush(`${queue}:wait`, jobId)
        .zadd(`${queue}:marker`, 0, '0')
        .exec()) ?? [undefined, [null, 0]];
      return { moved: Number(taken?.[1] ?? 0), again: await existsWithin(() => redis.exists(lock)) };
    });
    hold(moved === 1, `job ${jobId} was not active in the queue`);
    hold(again, `nobody took job ${jobId} from the queue a second time`);
    const job = await cluster.waitForEnd(jobId, RUN_MS);
    holdUnharmed(job, reference);
    hold(job.generations === 1, `the run took ${job.generations} generations`);
    await holdAuditClean(cluster, jobId);
    const later = await cluster.job(jobId);
    hold(later.attempts.length === 1, `job ${jobId} has ${later.attempts.length} attempts after its end`);
    return { attempts: later.attempts.length, generations: later.generations };
  },
};

/** Whoever takes a job locks it. */
async function existsWithin(exists: () => Promise<number>): Promise<boolean> {
  const untilMs = performance.now() + TAKEN_MS;
  while ((await exists()) === 0) {
    if (performance.now() > untilMs) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

const TAKEN_MS = 10_000;
