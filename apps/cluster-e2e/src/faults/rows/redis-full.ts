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
    'a submit is durable in the log and its mirror, or refused with the reason; nothing is evicted; all goes on afterwards',
  runs: 3,
  async run(ground, { rng, index }) {
    const [long, short] = [await ground.undisturbed(MEDIUM), await ground.undisturbed(SHORT)];
    const cluster = await ground.shared();
    const document = await documentOf(cluster, SHORT);
    const started = await submitAndReach(cluster, MEDIUM, { step: 1 + rng.below(200) });
    const jobId = `full-redis-${process.pid}-${index}`;
    await withRedis(cluster, (redis) => redis.config('SET', 'maxmemory', '1'));
    const reply = await call(cluster, '/v1/jobs', { jobId, document });
    const evicted = await withRedis(cluster, async (redis) => {
      await redis.config('SET', 'maxmemory', '0');
      return Number(/^evicted_keys:(\d+)/m.exec(await redis.info('stats'))?.[1] ?? NaN);
    });
    // The log's script has deleted before it adds, so Redis lets it finish; the queue's add is repeated until it fits.
    const isRefused = reply.status === 503 && /memory|OOM/i.test(reply.text);
    hold(
      isRefused || reply.status === 201,
      `a submit to a full Redis was answered with ${reply.status}: ${reply.text}`,
    );
    hold(evicted === 0, `Redis evicted ${evicted} keys`);
    await submitAs(cluster, jobId, document);
    for (const [id, reference] of [
      [started.jobId, long],
      [jobId, short],
    ] as const) {
      holdUnharmed(await cluster.waitForEnd(id, RUN_MS), reference);
      await holdAuditClean(cluster, id);
    }
    return { evicted, answer: String(reply.status), answerMs: reply.ms };
  },
};
