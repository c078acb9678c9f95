import { documentOf, submitAs } from '../api.js';
import { holdAuditClean, holdUnharmed } from '../checks.js';
import type { FaultRow } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { MEDIUM, SHORT } from '../jobs.js';
import { one } from '../processes.js';

export const redisKill: FaultRow = {
  row: 15,
  name: 'redis-kill',
  fault: 'Redis is SIGKILLed while one job runs and another waits, and restarted by the coordinator',
  invariant:
    'no job that was taken is lost, none runs twice; ranks step on; the bits of the undisturbed runs',
  runs: 5,
  async run(ground, { rng, index }) {
    const [long, short] = [await ground.undisturbed(MEDIUM), await ground.undisturbed(SHORT)];
    const cluster = await ground.shared();
    const started = await submitAndReach(cluster, MEDIUM, { step: 1 + rng.below(200) });
    const waiting = await cluster.submit(SHORT);
    const killedMs = performance.now();
    process.kill(one(cluster.processes('redis'), 'Redis'), 'SIGKILL');
    const document = await documentOf(cluster, SHORT);
    const { tries } = await submitAs(cluster, `after-redis-${process.pid}-${index}`, document);
    const takesJobsMs = Math.round(performance.now() - killedMs);
    const jobs = [
      [started.jobId, long],
      [waiting, short],
      [`after-redis-${process.pid}-${index}`, short],
    ] as const;
    for (const [id, reference] of jobs) {
      holdUnharmed(await cluster.waitForEnd(id, RUN_MS), reference);
      await holdAuditClean(cluster, id);
    }
    return { jobs: jobs.length, takesJobsMs, refused: tries - 1 };
  },
};
