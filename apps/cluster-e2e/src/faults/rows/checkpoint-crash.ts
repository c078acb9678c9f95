import { holdAuditClean, holdSameBits, verifyCheckpoints } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { armFailpoint, disarmFailpoint, failpointVariables } from '../failpoints.js';
import { RUN_MS } from '../ground.js';
import { SHORT } from '../jobs.js';

const JOB = [...SHORT, '--set', 'training.checkpoint.everySteps=40'];
const CALLS = 160;

export const checkpointCrash: FaultRow = {
  row: 22,
  name: 'checkpoint-crash',
  fault: 'the coordinator, which stores checkpoints, dies between two random system calls of storing one',
  invariant: 'every checkpoint that is listed is whole; the run goes on; the bits of the undisturbed run',
  runs: 3,
  async run(ground, { rng, full }) {
    const reference = await ground.undisturbed(SHORT);
    return ground.own({ workers: 2, slots: 2, variables: failpointVariables() }, async (cluster) => {
      const kills = full ? 8 : 2;
      let checkpointsRead = 0;
      let missed = 0;
      /** False when the run has made fewer calls. */
      const crashAt = async (nth: number, when: 'before' | 'after'): Promise<boolean> => {
        armFailpoint(cluster, { script: 'coordinator/main.js', call: '*', path: '/artifacts/', nth, when });
        const job = await cluster.waitForEnd(await cluster.submit(JOB), RUN_MS);
        const hasDied = disarmFailpoint(cluster);
        holdSameBits(job, reference);
        await holdAuditClean(cluster, job.jobId);
        const { valid, steps } = await verifyCheckpoints(cluster, job.jobId);
        hold(valid && steps > 0, `${when} call ${nth}: ${steps} checkpoints, valid: ${valid}`);
        checkpointsRead += steps;
        return hasDied;
      };
      for (let kill = 0; kill < kills; kill += 1) {
        let nth = 1 + rng.below(CALLS);
        const when = rng.below(2) === 0 ? 'before' : 'after';
        for (; !(await crashAt(nth, when)); nth = Math.ceil(nth / 2)) {
          hold(nth > 1, 'the coordinator made no call at all below its artifacts: nothing died');
          missed += 1;
        }
      }
      return { kills, missed, checkpointsRead };
    });
  },
};
