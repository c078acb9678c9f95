import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdAuditClean, holdUnharmed, verifyCheckpoints } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, stepOf, submitAndReach } from '../ground.js';
import { LONG } from '../jobs.js';
import { one } from '../processes.js';

const DISK_BYTES = 4 * 1024 * 1024;
const JOB = [...LONG, '--set', 'training.checkpoint.everySteps=100'];

const diskOf = (home: string): string => join(home, 'disk');

/** Runs what follows with a small file system of its own on a directory of the home. */
const withDisk = (home: string): readonly string[] => {
  const disk = diskOf(home);
  mkdirSync(disk);
  const mount = `mount -t tmpfs -o size=${DISK_BYTES} tmpfs "$0" && exec "$@"`;
  return ['unshare', '-rm', 'sh', '-c', mount, disk];
};

export const diskFull: FaultRow = {
  row: 21,
  name: 'disk-full',
  fault: 'the disk of the artifact store is full while checkpoints are due, and has room again later',
  invariant:
    'the checkpoints from before stay valid, the run goes on and says why none is added; no temporary file stays',
  runs: 3,
  obstacle() {
    try {
      execFileSync('unshare', ['-rm', 'true'], { stdio: 'ignore' });
      return undefined;
    } catch {
      return 'this system does not let us mount a small file system of our own (unshare -rm)';
    }
  },
  async run(ground, { rng }) {
    const reference = await ground.undisturbed(LONG);
    const args = (home: string) => ['--artifacts', `file://${diskOf(home)}`];
    return ground.own({ workers: 2, slots: 2, within: withDisk, args }, async (own) => {
      const disk = diskOf(own.home);
      // Seen from here it lies below the root directory of the process that has it mounted.
      const inside = `/proc/${one(own.processes('coordinator'), 'the coordinator')}/root${disk}`;
      const started = await submitAndReach(own, JOB, { step: 220 + rng.below(100) });
      const before = (await own.job(started.jobId)).checkpoints;
      const filler = join(inside, 'filler');
      fill(filler);
      const full = stepOf(started);
      await own.waitFor(started.jobId, 'checkpoints that were due', (job) => stepOf(job) > full + 250);
      const verified = await verifyCheckpoints(own, started.jobId);
      hold(verified.valid && verified.steps > 0, `with a full disk ${verified.steps} checkpoints are valid`);
      rmSync(filler);
      const job = await own.waitForEnd(started.jobId, RUN_MS);
      holdUnharmed(job, reference);
      await holdAuditClean(own, job.jobId);
      const after = await verifyCheckpoints(own, job.jobId);
      hold(after.valid && after.steps > 0, `afterwards ${after.steps} checkpoints are valid`);
      const left = readdirSync(inside, { recursive: true, withFileTypes: true }).filter(
        (entry) => entry.isFile() && entry.parentPath.includes('/.tmp'),
      );
      hold(left.length === 0, `temporary files stay: ${left.map(({ name }) => name).join(', ')}`);
      const { stdout } = await own.cli(['logs', job.jobId]);
      hold(/no room|no space/.test(stdout), 'no log line says that the store had no room');
      return { checkpointsBefore: before.length, validWhileFull: verified.steps, validAfter: after.steps };
    });
  },
};

/** Leaves no room: what does not fit whole is written as far as it does. */
function fill(file: string): void {
  try {
    writeFileSync(file, Buffer.alloc(DISK_BYTES));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
