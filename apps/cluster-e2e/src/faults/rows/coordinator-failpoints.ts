import { documentOf, submitAs } from '../api.js';
import { holdAuditClean, holdSameBits } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { armFailpoint, disarmFailpoint, type Failpoint, failpointVariables } from '../failpoints.js';
import { holdNoOrphans } from '../processes.js';
import { RUN_MS } from '../ground.js';
import { SHORT } from '../jobs.js';

const SCRIPT = 'coordinator/main.js';

/** Writing a job's log, talking to Redis (queue, log, lease), storing its artifacts. */
const PLACES = [
  { call: 'redis', path: 'eval', upTo: 60 },
  { call: 'write', path: '/log/', upTo: 12 },
  { call: 'sync', path: '/log/', upTo: 12 },
  { call: 'rename', path: '/artifacts/', upTo: 10 },
] as const;

/** So many of each there are in the shortest run. */
const SURE = 3;

export const coordinatorFailpoints: FaultRow = {
  row: 13,
  name: 'coordinator-failpoints',
  fault:
    'the coordinator dies before or after a random write of its log, command to Redis, or rename of an artifact',
  invariant: 'no job is lost, none ends twice; the bits of the undisturbed run; no orphan afterwards',
  runs: 3,
  async run(ground, { rng, full }) {
    const reference = await ground.undisturbed(SHORT);
    const size = { workers: 2, slots: 2, variables: failpointVariables() };
    return ground.own(size, async (cluster) => {
      const document = await documentOf(cluster, SHORT);
      let hits = 0;
      for (let point = 0; point < (full ? 8 : 2); point += 1) {
        const place = PLACES[rng.below(PLACES.length)] ?? PLACES[0];
        const failpoint: Failpoint = {
          script: SCRIPT,
          ...{ call: place.call, path: place.path, nth: 1 + rng.below(full ? place.upTo : SURE) },
          when: rng.below(2) === 0 ? 'before' : 'after',
        };
        armFailpoint(cluster, failpoint);
        // The answer may be lost with the coordinator; the same id again is the same job.
        const id = `failpoint-${point}`;
        await submitAs(cluster, id, document);
        const job = await cluster.waitForEnd(id, RUN_MS);
        if (disarmFailpoint(cluster)) hits += 1;
        const where = JSON.stringify(failpoint);
        hold(job.state === 'succeeded', `${where}: ${job.state}: ${job.cause?.message ?? job.reason ?? ''}`);
        holdSameBits(job, reference);
        await holdAuditClean(cluster, id);
      }
      hold(hits > 0, 'no point was reached: nothing died');
      await holdNoOrphans(cluster);
      return { points: full ? 8 : 2, hits };
    });
  },
};
