import type { JobView } from '@ringmaster/contracts';
import type { Rng } from '@ringmaster/core';
import { noHostsBecause } from '../hosts.js';
import type { SpreadCluster } from '../spread-cluster.js';
import { generationsOf, holdAuditClean, holdUnharmed, since } from './checks.js';
import { type Figures, hold } from './fault-row.js';
import { type Ground, RUN_MS, stepOf } from './ground.js';
import { VERY_LONG_OF_THREE } from './jobs.js';

/** What happens to the network in the middle of a run on three hosts. */
export interface Partition {
  readonly spread: SpreadCluster;
  readonly rng: Rng;
  /** The host that it is about, by chance. */
  readonly host: number;
}

/** The job goes on, and all has come to rest, when the network is mended. */
export interface PartitionRun {
  readonly begin: (partition: Partition) => void;
  /** Called when ranks have gone on in another generation. */
  readonly mend: (partition: Partition) => void | Promise<void>;
}

export const noPartitionsBecause = noHostsBecause;

/** One run of a row about partitions: the others go on within the time, the job ends as if nothing had been. */
export async function runPartition(
  ground: Ground,
  rng: Rng,
  { begin, mend }: PartitionRun,
): Promise<Figures> {
  const reference = await ground.undisturbed(VERY_LONG_OF_THREE);
  const spread = await ground.spread();
  const { jobId } = await spread.json<{ jobId: string }>(['submit', ...VERY_LONG_OF_THREE]);
  await spread.waitFor(
    jobId,
    'three ranks that step',
    (job) => worldOf(job) === WORLD && isRunning(job),
    RUN_MS,
  );
  await spread.waitForStep(jobId, 100 + rng.below(200), RUN_MS);
  const whole = await spread.job(jobId);
  const [before, begunAt] = [generationsOf(whole).length, stepOf(whole)];
  const partition: Partition = { spread, rng, host: 1 + rng.below(WORLD) };
  const begunMs = Date.now();
  begin(partition);
  let next: JobView;
  // Where a link is at fault and both ends live, the next generation is tried with both of them, and may never run.
  const goesOn = (job: JobView) =>
    generationsOf(job)
      .slice(before)
      .find(({ runningAt }) => runningAt !== undefined);
  try {
    next = await spread.waitFor(
      jobId,
      'a generation that goes on',
      (job) => goesOn(job) !== undefined || !isRunning(job),
      GOES_ON_MS,
    );
  } finally {
    await mend(partition);
  }
  hold(
    goesOn(next) !== undefined,
    `the job was ${next.state} at step ${stepOf(next)}, ${Date.now() - begunMs} ms after step ${begunAt}, and nobody had gone on: ${next.reason ?? ''}`,
  );
  const job = await spread.waitForEnd(jobId, RUN_MS);
  holdUnharmed(job, reference);
  await holdAuditClean(spread, jobId);
  const after = goesOn(job);
  return {
    noticedMs: since(begunMs, generationsOf(job)[before]?.noticedAt),
    recoverMs: since(begunMs, after?.runningAt),
    members: after?.members.length ?? 0,
    generations: job.generations,
  };
}

const WORLD = 3;
const GOES_ON_MS = 60_000;
const worldOf = (job: JobView): number => generationsOf(job).at(-1)?.members.length ?? 0;
const isRunning = ({ state }: JobView): boolean => state === 'running';
