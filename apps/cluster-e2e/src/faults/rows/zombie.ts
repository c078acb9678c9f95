import { sleep, systemClock } from '@ringmaster/core';
import { generationsOf, memberOf, holdAuditClean, holdUnharmed, since } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { VERY_LONG_OF_FOUR } from '../jobs.js';
import { countInLog, signalAll, workerOf } from '../processes.js';

const FENCED = 'an agent runs a rank that nobody wants';

export const zombie: FaultRow = {
  row: 3,
  name: 'zombie',
  fault:
    'a whole worker, agent and trainers, is stopped, and continued when the others have gone on without it',
  invariant: 'its ranks are fenced: nothing of them is applied; the bits of the undisturbed run',
  runs: 5,
  bounds: { noticedMs: { max: 3_000 } },
  async run(ground, { rng, full }) {
    const reference = await ground.undisturbed(VERY_LONG_OF_FOUR);
    const cluster = await ground.shared();
    const fencedBefore = countInLog(cluster, 'coordinator', FENCED);
    const started = await submitAndReach(cluster, VERY_LONG_OF_FOUR, { step: 1 + rng.below(200), world: 4 });
    const before = generationsOf(started).length;
    const worker = workerOf(cluster, started, memberOf(started, rng));
    const frozenMs = Date.now();
    signalAll(worker, 'SIGSTOP');
    await cluster.waitFor(started.jobId, 'a generation without the stopped ranks', (job) =>
      Boolean(generationsOf(job)[before]?.runningAt),
    );
    await sleep(systemClock, full ? 10_000 : 2_000);
    signalAll(worker, 'SIGCONT');
    const job = await cluster.waitForEnd(started.jobId, RUN_MS);
    holdUnharmed(job, reference);
    await holdAuditClean(cluster, job.jobId);
    const [second] = generationsOf(job).slice(before);
    hold(second?.members.length === 2, `the next generation has ${second?.members.length} members, not 2`);
    return {
      noticedMs: since(frozenMs, second.noticedAt),
      recoverMs: since(frozenMs, second.runningAt),
      fenced: countInLog(cluster, 'coordinator', FENCED) - fencedBefore,
    };
  },
};
