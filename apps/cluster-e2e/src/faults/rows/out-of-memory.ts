import { spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sleep, systemClock } from '@ringmaster/core';
import type { Cluster } from '../../cluster.js';
import { holdAuditClean, holdSameBits } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { MEDIUM } from '../jobs.js';

/** cgroup v1 (kernel documentation, admin-guide/cgroup-v1/memory.rst). */
const MEMORY = '/sys/fs/cgroup/memory';
const PROCESSES = 'cgroup.procs';
const LIMIT = 'memory.limit_in_bytes';

const groupOf = (home: string): string => join(MEMORY, basename(home));

/** Starts the cluster inside a control group of its own, without a limit at first. */
const inGroup = (home: string): readonly string[] => {
  mkdirSync(groupOf(home));
  return ['sh', '-c', `echo $$ > ${join(groupOf(home), PROCESSES)} && exec "$@"`, 'sh'];
};

export const outOfMemory: FaultRow = {
  row: 2,
  name: 'out-of-memory',
  fault:
    'the control group of the cluster has no memory left, and the kernel kills its largest process, a trainer',
  invariant:
    'the cause is told as memory; the job goes on or is tried again; the bits of the undisturbed run',
  runs: 2,
  obstacle() {
    try {
      accessSync(join(MEMORY, LIMIT), constants.W_OK);
      return undefined;
    } catch {
      return `${MEMORY} is not a writable cgroup v1 hierarchy, so no memory limit can be set`;
    }
  },
  async run(ground, { rng }) {
    const reference = await ground.undisturbed(MEDIUM);
    let home = '';
    const within = (at: string) => inGroup((home = at));
    const figures = await ground.own({ workers: 2, slots: 2, within }, async (cluster) => {
      const { job, figures } = await squeeze(cluster, 1 + rng.below(200));
      holdSameBits(job, reference);
      await holdAuditClean(cluster, job.jobId);
      return figures;
    });
    rmdirSync(groupOf(home));
    return figures;
  },
};

async function squeeze(cluster: Cluster, step: number) {
  const group = groupOf(cluster.home);
  const { jobId } = await submitAndReach(cluster, MEDIUM, { step: step });
  const used = Number(readFileSync(join(group, 'memory.usage_in_bytes'), 'utf8'));
  writeFileSync(join(group, LIMIT), String(used + ROOM_BYTES));
  const enter = `echo $$ > ${join(group, PROCESSES)} && exec tail -c ${8 * ROOM_BYTES} /dev/zero`;
  const hog = spawn('sh', ['-c', enter], { stdio: 'ignore' });
  try {
    const untilMs = performance.now() + 60_000;
    while (oomKills(group) === 0) {
      hold(performance.now() < untilMs, 'the kernel killed nothing within a minute');
      await sleep(systemClock, 20);
    }
  } finally {
    hog.kill('SIGKILL');
    writeFileSync(join(group, LIMIT), '-1');
  }
  const killedMs = performance.now();
  const told = await cluster.waitFor(jobId, 'the cause', ({ attempts }) =>
    JSON.stringify(attempts).includes('OOM killer'),
  );
  const classifiedMs = Math.round(performance.now() - killedMs);
  const job = await cluster.waitForEnd(told.jobId, RUN_MS);
  return { job, figures: { classifiedMs, attempts: job.attempts.length, oomKills: oomKills(group) } };
}

const ROOM_BYTES = 16 * 1024 * 1024;

const oomKills = (group: string): number =>
  Number(/^oom_kill (\d+)/m.exec(readFileSync(join(group, 'memory.oom_control'), 'utf8'))?.[1] ?? 0);
