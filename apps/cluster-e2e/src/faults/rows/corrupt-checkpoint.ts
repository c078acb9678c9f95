import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '@ringmaster/contracts';
import { holdAuditClean, holdSameBits } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { LONG } from '../jobs.js';

const JOB = [...LONG, '--set', 'training.checkpoint.everySteps=100'];

/** What happens to the largest file of a checkpoint. */
const DAMAGES: readonly (readonly [string, (file: string) => void])[] = [
  [
    'a flipped bit',
    (file) => {
      const bytes = readFileSync(file);
      const middle = bytes.length >> 1;
      bytes[middle] = (bytes[middle] ?? 0) ^ 1;
      writeFileSync(file, bytes);
    },
  ],
  ['a cut', (file) => truncateSync(file, statSync(file).size >> 1)],
  ['no bytes', (file) => truncateSync(file, 0)],
  ['a missing file', (file) => rmSync(file)],
];

export const corruptCheckpoint: FaultRow = {
  row: 23,
  name: 'corrupt-checkpoint',
  fault: 'the newest checkpoint of a paused job is damaged: a flipped bit, a cut, no bytes, a missing file',
  invariant: 'it is found and passed over, the one before is taken; the bits of the undisturbed run',
  runs: DAMAGES.length,
  async run(ground, { rng, index }) {
    const reference = await ground.undisturbed(LONG);
    const cluster = await ground.shared();
    const { jobId } = await submitAndReach(cluster, JOB, { step: 220 + rng.below(200) });
    const { code, stderr } = await cluster.cli(['pause', jobId]);
    hold(code === 0, `pause failed: ${stderr}`);
    const paused = await cluster.waitFor(jobId, 'the pause', ({ state }) => state === 'paused', RUN_MS);
    const [before, newest] = paused.checkpoints.slice(-2);
    hold(newest !== undefined && before !== undefined, `only ${paused.checkpoints.length} checkpoints`);
    const [damage, inflict] = DAMAGES[index % DAMAGES.length] ?? ['', () => undefined];
    inflict(largestFile(checkpointDirectory(homeLayout(cluster.home).artifactsDir, jobId, newest)));
    hold((await cluster.cli(['resume', jobId])).code === 0, 'resume failed');
    const job = await cluster.waitForEnd(jobId, RUN_MS);
    holdSameBits(job, reference);
    await holdAuditClean(cluster, jobId);
    const { passedOver = [], resumedFromStep } = job.attempts.at(-1) ?? {};
    hold(
      resumedFromStep === before && passedOver.length === 1,
      `${damage}: went on from ${resumedFromStep}, not ${before}; passed over ${JSON.stringify(passedOver)}`,
    );
    return { damage, passedOver: passedOver.length, lostSteps: newest - before };
  },
};

const checkpointDirectory = (artifacts: string, jobId: string, step: number): string =>
  join(artifacts, jobId, 'checkpoints', `step-${String(step).padStart(8, '0')}`);

function largestFile(directory: string): string {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile());
  const [largest] = files.sort((a, b) => statSync(b).size - statSync(a).size);
  hold(largest !== undefined, `${directory} holds no file`);
  return largest;
}
