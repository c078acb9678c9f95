import { call, documentOf } from '../api.js';
import { holdAuditClean, holdUnharmed } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { LONG } from '../jobs.js';
import { one, signalAll } from '../processes.js';

const FULL_MS = 8_000;
const QUICK_MS = 3_000;

export const redisStop: FaultRow = {
  row: 16,
  name: 'redis-stop',
  fault: `Redis is SIGSTOPped for ${FULL_MS / 1_000} s while a job runs`,
  invariant: 'the API answers 503 instead of hanging; ranks step on; the bits of the undisturbed run',
  runs: 3,
  bounds: { slowestCallMs: { max: 2_000 } },
  async run(ground, { rng, full, index }) {
    const reference = await ground.undisturbed(LONG);
    const cluster = await ground.shared();
    const document = await documentOf(cluster, LONG);
    const started = await submitAndReach(cluster, LONG, { step: 1 + rng.below(200) });
    const redis = one(cluster.processes('redis'), 'Redis');
    let slowestCallMs = 0;
    let refused = 0;
    const untilMs = performance.now() + (full ? FULL_MS : QUICK_MS);
    try {
      process.kill(redis, 'SIGSTOP');
      for (let n = 0; performance.now() < untilMs; n += 1) {
        const jobId = `stopped-redis-${process.pid}-${index}-${n}`;
        const reply = await call(cluster, '/v1/jobs', { jobId, document });
        hold(reply.status === 503, `a submit was answered with ${reply.status}: ${reply.text}`);
        slowestCallMs = Math.max(slowestCallMs, reply.ms);
        refused += 1;
      }
    } finally {
      signalAll([redis], 'SIGCONT');
    }
    const job = await cluster.waitForEnd(started.jobId, RUN_MS);
    holdUnharmed(job, reference);
    await holdAuditClean(cluster, job.jobId);
    hold(job.generations === 1, `the run took ${job.generations} generations`);
    return { slowestCallMs, refused };
  },
};
