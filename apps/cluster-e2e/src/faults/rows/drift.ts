import { join } from 'node:path';
import type { JobView } from '@ringmaster/contracts';
import { type Cluster, ROOT } from '../../cluster.js';
import { generationsOf, holdAuditClean, holdUnharmed, memberOf, pidOfRank } from '../checks.js';
import { type FaultRow, type FaultRun, hold } from '../fault-row.js';
import { RUN_MS, stepOf, submitAndReach } from '../ground.js';
import { MEDIUM_OF_FOUR } from '../jobs.js';

const HOOK = join(ROOT, 'apps/cluster-e2e/src/faults/drift-hook.cjs');
const COMPARED_EVERY = 5;
const STOPPING = [...MEDIUM_OF_FOUR, '--set', `training.verifyReplicasEvery=${COMPARED_EVERY}`];
const HEALING = [
  ...MEDIUM_OF_FOUR,
  ...['--set', 'training.verifyReplicasEvery=1', '--set', 'training.onDrift=heal'],
];

interface Corrupted {
  readonly rank: number;
  /** The last step that was known to be done before its memory went bad. */
  readonly step: number;
  readonly job: JobView;
}

async function corruptOne(
  cluster: Cluster,
  document: readonly string[],
  { rng }: FaultRun,
): Promise<Corrupted> {
  const started = await submitAndReach(cluster, document, { step: 1 + rng.below(150), world: 4 });
  const rank = memberOf(started, rng);
  process.kill(pidOfRank(started, rank), 'SIGUSR2');
  const job = await cluster.waitForEnd(started.jobId, RUN_MS);
  const { stdout } = await cluster.cli(['logs', started.jobId]);
  hold(stdout.includes('a bit flips in memory'), `nothing was changed in the memory of rank ${rank}`);
  return { rank, step: stepOf(started), job };
}

export const drift: FaultRow = {
  row: 41,
  name: 'drift',
  fault: 'a bit of a weight flips in the memory of one rank of four',
  invariant:
    'found with rank and step; the job ends with that cause, or the rank takes the state of the others and the run ends with the bits of the undisturbed one',
  runs: 5,
  async run(ground, run) {
    const reference = await ground.undisturbed(MEDIUM_OF_FOUR);
    const variables = { NODE_OPTIONS: `--require ${HOOK}` };
    return ground.own({ workers: 2, slots: 2, variables }, async (cluster) => {
      const stopped = await corruptOne(cluster, STOPPING, run);
      const { code, details, message = '' } = stopped.job.cause ?? {};
      const said = `${stopped.job.state}: ${code}: ${message} ${JSON.stringify(details)}`;
      hold(stopped.job.state === 'failed' && code === 'replica_drift', `the job ended ${said}`);
      hold(
        JSON.stringify(details?.['ranks']) === `[${stopped.rank}]`,
        `rank ${stopped.rank} had drifted: ${said}`,
      );
      const foundAtStep = Number(details?.['step']);
      hold(foundAtStep > stopped.step, `it drifted after step ${stopped.step}: ${said}`);
      hold(message.includes(`after ${foundAtStep} steps: rank ${stopped.rank} differs`), `not told: ${said}`);

      const healed = await corruptOne(cluster, HEALING, run);
      holdUnharmed(healed.job, reference);
      await holdAuditClean(cluster, healed.job.jobId);
      const healings = generationsOf(healed.job).filter((one) => one.healed !== undefined);
      const named = JSON.stringify(healings.map((one) => one.healed));
      hold(named === `[[${healed.rank}]]`, `rank ${healed.rank} had drifted, ${named} were healed`);
      return {
        foundAtStep,
        healedAtStep: healings[0]?.step ?? 0,
        standstillMs: healings[0]?.standstillMs ?? 0,
      };
    });
  },
};
