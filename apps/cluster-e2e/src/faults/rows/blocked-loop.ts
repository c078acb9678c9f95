import type { JobView } from '@ringmaster/contracts';
import { sleep, systemClock } from '@ringmaster/core';
import type { Cluster } from '../../cluster.js';
import { generationsOf, holdAuditClean, holdSameBits, holdUnharmed, memberOf } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { blockEventLoop, failpointVariables, wasBlocked } from '../failpoints.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { LONG, VERY_LONG } from '../jobs.js';
import { countInLog, one, workerOf } from '../processes.js';
import { longestGapMs } from '../step-gaps.js';

const FULL_MS = 10_000;
/** Longer than an agent may be silent. */
const QUICK_MS = 5_000;
const LOST = '"an agent is lost"';
const BACK_MS = 30_000;

export const blockedLoop: FaultRow = {
  row: 28,
  name: 'blocked-loop',
  fault: `the event loop of an agent, once in the middle of a run and once towards its end, and then that of the coordinator is blocked for ${FULL_MS / 1_000} s`,
  invariant:
    'the agent counts as lost and comes back; in the middle the ranks step on in the same generation; one end; the bits of the undisturbed run',
  runs: 2,
  async run(ground, { rng, full }) {
    const [long, reference] = [await ground.undisturbed(LONG), await ground.undisturbed(VERY_LONG)];
    const ms = full ? FULL_MS : QUICK_MS;
    return ground.own({ workers: 2, slots: 2, variables: failpointVariables() }, async (cluster) => {
      const blocked = async (who: 'agent' | 'coordinator', args: readonly string[]): Promise<JobView> => {
        const started = await submitAndReach(cluster, args, { step: 1 + rng.below(200) });
        const { jobId } = started;
        const [agent = 0] = workerOf(cluster, started, memberOf(started, rng));
        const pid = who === 'agent' ? agent : one(cluster.processes(who), 'the coordinator');
        blockEventLoop(cluster, pid, ms);
        const job = await cluster.waitForEnd(jobId, RUN_MS);
        await waitUntil(
          () => wasBlocked(cluster, pid),
          `the event loop of the ${who} ${pid} was not blocked`,
        );
        hold(cluster.processes(who).includes(pid), `the ${who} ${pid} did not live through it`);
        await waitUntil(() => hasAllWorkers(cluster), 'a worker did not come back');
        await holdAuditClean(cluster, jobId);
        return job;
      };
      const inTheMiddle = await blocked('agent', VERY_LONG);
      hold(
        countInLog(cluster, 'coordinator', LOST) > 0,
        `an agent blocked for ${ms} ms did not count as lost`,
      );
      holdSteppedOn(inTheMiddle, reference);
      const gapMs = longestGapMs(cluster, inTheMiddle.jobId);
      hold(gapMs < ms, `the ranks stood still for ${gapMs} ms while their agent was blocked for ${ms} ms`);
      // Ranks that end while their agent cannot tell are replaced: more generations, and still one end.
      const atTheEnd = await blocked('agent', LONG);
      holdSameBits(atTheEnd, long);
      holdSteppedOn(await blocked('coordinator', VERY_LONG), reference);
      return { gapMs, endGenerations: atTheEnd.generations };
    });
  },
};

/** Nobody was replaced. */
function holdSteppedOn(job: JobView, reference: JobView): void {
  holdUnharmed(job, reference);
  const reasons = generationsOf(job)
    .slice(1)
    .map(({ reason }) => reason);
  hold(job.generations === 1, `the run took ${job.generations} generations: ${reasons.join('; ')}`);
}

async function hasAllWorkers(cluster: Cluster): Promise<boolean> {
  const { workers } = await cluster.json<{ workers: readonly { readonly state: string }[] }>([
    'worker',
    'ls',
  ]);
  return workers.length === 2 && workers.every(({ state }) => state === 'ready');
}

async function waitUntil(isSo: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  const untilMs = performance.now() + BACK_MS;
  while (!(await isSo())) {
    hold(performance.now() < untilMs, otherwise);
    await sleep(systemClock, 100);
  }
}
