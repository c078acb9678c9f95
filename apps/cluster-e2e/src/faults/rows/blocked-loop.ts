import { sleep, systemClock } from '@ringmaster/core';
import { holdAuditClean, holdSameBits } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { blockEventLoop, failpointVariables, wasBlocked } from '../failpoints.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { LONG } from '../jobs.js';

const FULL_MS = 10_000;
const QUICK_MS = 4_000;

export const blockedLoop: FaultRow = {
  row: 28,
  name: 'blocked-loop',
  fault: `the event loop of an agent, and then of the coordinator, is blocked for ${FULL_MS / 1_000} s`,
  invariant: 'what counted as lost is fenced when it returns; one end; the bits of the undisturbed run',
  runs: 2,
  async run(ground, { rng, full }) {
    const reference = await ground.undisturbed(LONG);
    return ground.own({ workers: 2, slots: 2, variables: failpointVariables() }, async (cluster) => {
      const figures: Record<string, number> = {};
      for (const who of ['agent', 'coordinator'] as const) {
        const { jobId } = await submitAndReach(cluster, LONG, { step: 1 + rng.below(200) });
        const [pid] = cluster.processes(who);
        hold(pid !== undefined, `there is no ${who} to block`);
        blockEventLoop(cluster, pid, full ? FULL_MS : QUICK_MS);
        const job = await cluster.waitForEnd(jobId, RUN_MS);
        holdSameBits(job, reference);
        await holdAuditClean(cluster, jobId);
        // The others may have ended the job before.
        const untilMs = performance.now() + 3 * FULL_MS;
        while (!wasBlocked(cluster, pid)) {
          hold(performance.now() < untilMs, `the event loop of the ${who} ${pid} was not blocked`);
          await sleep(systemClock, 100);
        }
        figures[`${who}Generations`] = job.generations;
      }
      return figures;
    });
  },
};
