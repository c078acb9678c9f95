import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JobView, TERMINAL_STATES } from '@ringmaster/contracts';
import { type Cluster, ROOT } from '../../cluster.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS } from '../ground.js';
import { SHORT } from '../jobs.js';
import { signalAll } from '../processes.js';

/** Ends the ranks of every attempt as soon as it steps. */
const DEADLY = ['examples/mlp-blobs.yaml', '--workers', '1', '--set', 'training.epochs=200'];
/** Dies of a mistake in its document that only the worker can see. */
const MISTAKEN = [
  'examples/mlp-blobs.yaml',
  ...['--workers', '1', '--set', 'limits.memory=16MiB', '--set', 'training.epochs=200'],
];

/** Its rank is stopped for good once it steps; nobody but the limit can end it. */
const HANGING = [
  'examples/mlp-blobs.yaml',
  ...['--workers', '1', '--set', 'limits.wallTime=15s', '--set', 'training.epochs=5000'],
];

export const poison: FaultRow = {
  row: 27,
  name: 'poison',
  fault:
    'a job whose ranks are SIGKILLed in every attempt, one that breaks its own limit, one that hangs, and one whose data cannot be read, beside a healthy one',
  invariant:
    'each fails after `limits.maxAttempts` or at once, with its first cause, and `run` with exit code 1; the healthy one is not held up',
  runs: 3,
  bounds: { waitedMs: { max: 10_000 } },
  async run(ground) {
    const reference = await ground.undisturbed(SHORT);
    const cluster = await ground.shared();
    const deadly = await cluster.submit(DEADLY);
    const hanging = await cluster.submit(HANGING);
    const unreadable = await submitUnreadable(cluster);
    const submittedMs = performance.now();
    const healthy = await cluster.submit(SHORT);
    let attempts = 0;
    const died = cluster.waitFor(
      deadly,
      'the end of the deadly job',
      (job) => {
        if (job.state === 'running' && job.attempts.length > attempts && (job.progress?.step ?? 0) > 0) {
          attempts = job.attempts.length;
          signalAll(pidsOf(job), 'SIGKILL');
        }
        return job.state === 'failed';
      },
      RUN_MS,
    );
    const [killed, hung, limited, broken, well] = await Promise.all([
      died,
      hangUntilItsEnd(cluster, hanging),
      runToItsEnd(cluster, MISTAKEN),
      cluster.waitForEnd(unreadable, RUN_MS),
      cluster.waitForEnd(healthy, RUN_MS).then((job) => ({ job, ms: performance.now() - submittedMs })),
    ]);
    holdFailed(killed, { attempts: 3, code: 'rank_crashed', message: /SIGKILL at step \d+/ });
    holdFailed(limited, { attempts: 1, code: 'limit_exceeded', message: /limits\.memory/ });
    holdFailed(hung, { attempts: 1, code: 'limit_exceeded', message: /limits\.wallTime/ });
    holdFailed(broken, { attempts: 1, code: 'data_corrupt', message: /petals\.csv.*\d+/ });
    const [got, want] = [well.job.result?.weightsSha256, reference.result?.weightsSha256];
    hold(got === want, `the healthy job ended ${well.job.state} with ${got}, undisturbed ${want}`);
    const { submittedAt, startedAt = '' } = well.job;
    const waitedMs = Date.parse(startedAt) - Date.parse(submittedAt);
    return { attempts: killed.attempts.length, waitedMs, healthyMs: Math.round(well.ms) };
  },
};

/** Of a job that `run` follows to its failure. */
async function runToItsEnd(cluster: Cluster, args: readonly string[]): Promise<JobView> {
  const { code, stdout, stderr } = await cluster.cli(['run', ...args, '--json'], { timeoutMs: RUN_MS });
  hold(code === 1, `run ${args.join(' ')} exited with ${code}, not 1: ${stderr}`);
  const { jobId } = JSON.parse(stdout) as { jobId: string };
  return cluster.job(jobId);
}

/** Stops its rank once, and lets it be: whatever ends the job does not come from the rank. */
async function hangUntilItsEnd(cluster: Cluster, jobId: string): Promise<JobView> {
  const steps = await cluster.waitFor(
    jobId,
    'steps of the job that is to hang',
    (job) => (job.progress?.step ?? 0) > 0 || TERMINAL_STATES.has(job.state),
    RUN_MS,
  );
  const pids = pidsOf(steps);
  hold(steps.state === 'running' && pids.length === 1, `the job that is to hang is ${steps.state}`);
  signalAll(pids, 'SIGSTOP');
  return cluster.waitForEnd(jobId, RUN_MS);
}

/** Its data set was taken as bytes; what is wrong with it is found when a rank loads it. */
async function submitUnreadable(cluster: Cluster): Promise<string> {
  const directory = join(cluster.home, 'broken');
  mkdirSync(directory, { recursive: true });
  const rows = readFileSync(join(ROOT, 'examples/data/petals/petals.csv'), 'utf8');
  writeFileSync(join(directory, 'petals.csv'), `${rows}1,2\n`);
  const { code, stderr } = await cluster.cli(['data', 'add', 'broken-petals', directory]);
  hold(code === 0, `data add failed: ${stderr}`);
  return cluster.submit(['examples/csv.yaml', '--set', 'data.source=broken-petals']);
}

const pidsOf = (job: JobView): readonly number[] =>
  (job.attempts.at(-1)?.ranks ?? []).flatMap(({ pid }) => (pid === undefined ? [] : [pid]));

function holdFailed(
  job: JobView,
  wanted: { readonly attempts: number; readonly code: string; readonly message: RegExp },
): void {
  const { code, message = '' } = job.cause ?? {};
  hold(
    job.state === 'failed' && job.attempts.length === wanted.attempts && code === wanted.code,
    `job ${job.jobId} ended ${job.state} after ${job.attempts.length} attempts (${code}: ${message}), wanted ${wanted.attempts} (${wanted.code})`,
  );
  hold(wanted.message.test(message), `its cause does not say ${wanted.message}: ${message}`);
}
