import type { JobView } from '@ringmaster/contracts';
import { generationsOf, holdAuditClean, holdUnharmed, pidOfRank } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, stepOf } from '../ground.js';
import { VERY_LONG_OF_FOUR } from '../jobs.js';

/** The memberships of a run have these sizes, in this order, with others between them. */
function holdWorlds(job: JobView, wanted: readonly number[]): void {
  const worlds = generationsOf(job).map(({ members }) => members.length);
  let next = 0;
  for (const world of worlds) if (world === wanted[next]) next += 1;
  hold(next === wanted.length, `the run had ${worlds.join(', ')} workers, not ${wanted.join(' → ')}`);
}

export const elastic: FaultRow = {
  row: 29,
  name: 'elastic',
  fault:
    'one run on one worker is scaled to 4, loses a rank to SIGKILL, is scaled to 2, loses another, is scaled to 3',
  invariant: 'the bits of the undisturbed run; audit: lost 0, duplicated 0; one attempt',
  runs: 5,
  async run(ground, { rng }) {
    // One worker has the same bits, and needs the least of a small machine.
    const reference = await ground.undisturbed([...VERY_LONG_OF_FOUR, '--set', 'workers.max=1']);
    const cluster = await ground.shared();
    const jobId = await cluster.submit(VERY_LONG_OF_FOUR);
    const reach = (world: number, after: number) =>
      cluster.waitFor(
        jobId,
        `${world} workers after step ${after}`,
        (job) => job.attempts[0]?.world === world && stepOf(job) >= after,
        RUN_MS,
      );
    const scale = async (workers: number, job: JobView) => {
      const { code, stderr } = await cluster.cli(['scale', jobId, String(workers)]);
      hold(code === 0, `scale to ${workers} failed: ${stderr}`);
      return reach(workers, stepOf(job) + 20 + rng.below(40));
    };
    const kill = async (job: JobView) => {
      const members = generationsOf(job).at(-1)?.members ?? [];
      process.kill(pidOfRank(job, members[rng.below(members.length)] ?? 0), 'SIGKILL');
      const generation = job.attempts[0]?.generation;
      return cluster.waitFor(
        jobId,
        'the others to go on',
        (view) => view.attempts[0]?.generation !== generation && stepOf(view) > stepOf(job),
        RUN_MS,
      );
    };
    const four = await scale(4, await scale(1, await reach(4, 1)));
    const two = await scale(2, await kill(four));
    await scale(3, await kill(two));
    const job = await cluster.waitForEnd(jobId, RUN_MS);
    holdUnharmed(job, reference);
    holdWorlds(job, [1, 4, 2, 3]);
    await holdAuditClean(cluster, jobId);
    return { generations: job.generations };
  },
};
