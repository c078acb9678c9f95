import { call, documentOf, submitAs } from '../api.js';
import { holdAuditClean, holdUnharmed } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { MEDIUM, SHORT } from '../jobs.js';
import { withRedis } from '../redis.js';

export const redisFull: FaultRow = {
  row: 19,
  name: 'redis-full',
  fault: 'maxmemory of Redis is set below what it uses, and lifted again',
  invariant:
    'submits are refused with the reason, nothing is evicted, ranks step on, and all goes on afterwards',
  runs: 3,
  async run(ground, { rng, index }) {
    const [long, short] = [await ground.undisturbed(MEDIUM), await ground.undisturbed(SHORT)];
    const cluster = await ground.shared();
    const document = await documentOf(cluster, SHORT);
    const started = await submitAndReach(cluster, MEDIUM, { step: 1 + rng.below(200) });
    const jobId = `full-redis-${process.pid}-${index}`;
    await withRedis(cluster, (redis) => redis.config('SET', 'maxmemory', '1'));
    const refused = await call(cluster, '/v1/jobs', { jobId, document });
    await withRedis(cluster, (redis) => redis.config('SET', 'maxmemory', '0'));
    hold(
      refused.status === 503 && /memory|OOM/i.test(refused.text),
      `a submit to a full Redis was answered with ${refused.status}: ${refused.text}`,
    );
    await submitAs(cluster, jobId, document);
    for (const [id, reference] of [
      [started.jobId, long],
      [jobId, short],
    ] as const) {
      holdUnharmed(await cluster.waitForEnd(id, RUN_MS), reference);
      await holdAuditClean(cluster, id);
    }
    return { evicted: 0, refusedMs: refused.ms };
  },
};
