import { generationsOf, memberOf, holdAuditClean, holdUnharmed, pidOfRank, since } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { SHORT_OF_FOUR } from '../jobs.js';

export const freeze: FaultRow = {
  row: 3,
  name: 'freeze',
  fault: 'a rank of four is stopped by SIGSTOP at a random step',
  invariant: 'it is noticed by its silence and evicted, the others go on; the bits of the undisturbed run',
  runs: 10,
  bounds: { noticedMs: { max: 3_000 } },
  async run(ground, { rng }) {
    const reference = await ground.undisturbed(SHORT_OF_FOUR);
    const cluster = await ground.shared();
    const started = await submitAndReach(cluster, SHORT_OF_FOUR, { step: 1 + rng.below(150), world: 4 });
    const before = generationsOf(started);
    const rank = memberOf(started, rng);
    const frozenMs = Date.now();
    process.kill(pidOfRank(started, rank), 'SIGSTOP');
    const job = await cluster.waitForEnd(started.jobId, RUN_MS);
    holdUnharmed(job, reference);
    await holdAuditClean(cluster, job.jobId);
    const [second] = generationsOf(job).slice(before.length);
    hold(
      second !== undefined && !second.members.includes(rank),
      `rank ${rank} was not evicted: ${JSON.stringify(second)}`,
    );
    return {
      noticedMs: since(frozenMs, second.noticedAt),
      recoverMs: since(frozenMs, second.runningAt),
    };
  },
};
