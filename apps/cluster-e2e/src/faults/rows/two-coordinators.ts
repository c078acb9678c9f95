import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Cluster, ROOT } from '../../cluster.js';
import { holdAuditClean, holdUnharmed } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { LONG } from '../jobs.js';
import { withOwnRedis } from '../own-redis.js';
import { countInLog, one, signalAll } from '../processes.js';

const CLI = join(ROOT, 'apps/cli/bin/ringmaster.mjs');

export const twoCoordinators: FaultRow = {
  row: 14,
  name: 'two-coordinators',
  fault: 'the coordinator is SIGSTOPped, a standby takes over by lease, and the old one is continued',
  invariant: 'the old one is fenced and ends; no new generation; one end; the bits of the undisturbed run',
  runs: 3,
  async run(ground, { rng }) {
    const reference = await ground.undisturbed(LONG);
    return withOwnRedis((url) =>
      ground.own({ workers: 2, slots: 1, variables: { REDIS_URL: url } }, async (cluster) => {
        const old = one(cluster.processes('coordinator'), 'the coordinator');
        const started = await submitAndReach(cluster, LONG, { step: 1 + rng.below(200) });
        const standby = startStandby(cluster);
        try {
          await waiting(standby, cluster, old);
          const stoppedMs = performance.now();
          signalAll([old], 'SIGSTOP');
          // The API of the one that has stopped does not answer: whoever does has taken over.
          const adopted = await cluster.waitFor(
            started.jobId,
            'the standby to hear of steps',
            ({ progress, state }) => progress !== undefined || state !== 'running',
          );
          hold(adopted.state === 'running', `the run was ${adopted.state} before the old one came back`);
          const takeoverMs = Math.round(performance.now() - stoppedMs);
          signalAll([old], 'SIGCONT');
          const job = await cluster.waitForEnd(started.jobId, RUN_MS);
          holdUnharmed(job, reference);
          await holdAuditClean(cluster, job.jobId);
          hold(job.generations === 1, `the run took ${job.generations} generations`);
          const fenced = countInLog(cluster, 'coordinator', '"code":"fenced"');
          hold(fenced > 0, 'the old coordinator did not end with `fenced`');
          return { takeoverMs, fenced };
        } finally {
          standby.kill('SIGTERM');
        }
      }),
    );
  },
};

const startStandby = ({ environment }: Cluster) =>
  spawn(process.execPath, [CLI, 'coordinator', '--standby'], { env: environment, stdio: 'ignore' });

/** It runs beside the old one. */
async function waiting(
  standby: ReturnType<typeof startStandby>,
  cluster: Cluster,
  old: number,
): Promise<void> {
  const untilMs = performance.now() + 60_000;
  while (!cluster.processes('coordinator').some((pid) => pid !== old)) {
    hold(standby.exitCode === null && performance.now() < untilMs, 'the standby did not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
