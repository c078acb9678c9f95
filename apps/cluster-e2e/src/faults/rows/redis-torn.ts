import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '@ringmaster/contracts';
import { holdAuditClean, holdUnharmed } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { MEDIUM, SHORT } from '../jobs.js';
import { one } from '../processes.js';

const TORN_BYTES = 1_024;

export const redisTorn: FaultRow = {
  row: 18,
  name: 'redis-torn',
  fault: `Redis is SIGKILLed and the last ${TORN_BYTES} bytes of its append-only file are gone`,
  invariant: 'what was acknowledged is there again from the mirror; the bits of the undisturbed runs',
  runs: 5,
  async run(ground, { rng }) {
    const [long, short] = [await ground.undisturbed(MEDIUM), await ground.undisturbed(SHORT)];
    const cluster = await ground.shared();
    const started = await submitAndReach(cluster, MEDIUM, { step: 1 + rng.below(200) });
    const waiting = await cluster.submit(SHORT);
    process.kill(one(cluster.processes('redis'), 'Redis'), 'SIGKILL');
    tear(join(homeLayout(cluster.home).redisDir, 'data'));
    const jobs = [
      [started.jobId, long],
      [waiting, short],
    ] as const;
    for (const [id, reference] of jobs) {
      holdUnharmed(await cluster.waitForEnd(id, RUN_MS), reference);
      await holdAuditClean(cluster, id);
    }
    return { jobs: jobs.length };
  },
};

/** Redis 6 writes one append-only file, Redis 7 a directory of them. */
function tear(directory: string): void {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.aof'))
    .map((name) => join(directory, name));
  const newest = files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  hold(newest !== undefined, `there is no append-only file in ${directory}`);
  truncateSync(newest, Math.max(0, statSync(newest).size - TORN_BYTES));
}
