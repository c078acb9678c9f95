import { holdAuditClean, holdUnharmed } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { MEDIUM, SHORT } from '../jobs.js';
import { withRedis } from '../redis.js';

export const redisWiped: FaultRow = {
  row: 17,
  name: 'redis-wiped',
  fault: 'FLUSHALL while one job runs, one waits, and one has ended',
  invariant:
    'all are there again from the mirror; the ended one is not run again; the bits of the undisturbed runs',
  runs: 5,
  async run(ground, { rng }) {
    const [long, short] = [await ground.undisturbed(MEDIUM), await ground.undisturbed(SHORT)];
    const cluster = await ground.shared();
    const started = await submitAndReach(cluster, MEDIUM, { step: 1 + rng.below(200) });
    const waiting = await cluster.submit(SHORT);
    await withRedis(cluster, (redis) => redis.flushall());
    const jobs = [
      [started.jobId, long],
      [waiting, short],
    ] as const;
    for (const [id, reference] of jobs) {
      holdUnharmed(await cluster.waitForEnd(id, RUN_MS), reference);
      await holdAuditClean(cluster, id);
    }
    const ended = await cluster.job(short.jobId);
    hold(
      ended.state === 'succeeded' && ended.attempts.length === short.attempts.length,
      `the ended job ${ended.jobId} is ${ended.state} in ${ended.attempts.length} attempts now`,
    );
    return { jobs: jobs.length, ranAgain: ended.attempts.length - short.attempts.length };
  },
};
