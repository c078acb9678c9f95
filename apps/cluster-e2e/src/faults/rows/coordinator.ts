import { sleep, systemClock } from '@ringmaster/core';
import { holdAuditClean, holdUnharmed } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { VERY_LONG } from '../jobs.js';
import { one } from '../processes.js';
import { longestGapMs } from '../step-gaps.js';

const KILLS = 5;

export const coordinator: FaultRow = {
  row: 13,
  name: 'coordinator',
  fault: `the coordinator is SIGKILLed ${KILLS} times during one run, each time when its successor serves`,
  invariant: 'the ranks step on in the same generation; the bits of the undisturbed run; one attempt',
  runs: 3,
  // Longest gap between metrics lines, beyond that of the undisturbed run of the same sitting.
  bounds: { moreGapMs: { max: 500 } },
  async run(ground, { rng, full }) {
    const reference = await ground.undisturbed(VERY_LONG);
    const cluster = await ground.shared();
    const started = await submitAndReach(cluster, VERY_LONG, { step: 1 + rng.below(100) });
    let slowestMs = 0;
    let kills = 0;
    for (; kills < (full ? KILLS : 2); kills += 1) {
      const pid = one(cluster.processes('coordinator'), 'the coordinator');
      const killedMs = Date.now();
      process.kill(pid, 'SIGKILL');
      const isOver = (state: string) => state !== 'running' && state !== 'starting';
      const job = await cluster.waitFor(
        started.jobId,
        'a successor that hears of steps',
        ({ state, progress }) => isOver(state) || progress !== undefined,
      );
      hold(!isOver(job.state), `the run was over after ${kills + 1} kills: it is too short to show anything`);
      slowestMs = Math.max(slowestMs, Date.now() - killedMs);
      await sleep(systemClock, rng.below(500));
    }
    const job = await cluster.waitForEnd(started.jobId, RUN_MS);
    holdUnharmed(job, reference);
    await holdAuditClean(cluster, job.jobId);
    hold(job.generations === 1, `the run took ${job.generations} generations`);
    const gapMs = longestGapMs(cluster, job.jobId);
    const undisturbedMs = longestGapMs(cluster, reference.jobId);
    return { kills, gapMs, undisturbedMs, moreGapMs: gapMs - undisturbedMs, backMs: slowestMs };
  },
};
