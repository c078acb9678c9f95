import { randomBytes } from 'node:crypto';
import type { Client } from '@ringmaster/client';
import type { JobView } from '@ringmaster/contracts';
import { sleep, systemClock, TrainError } from '@ringmaster/core';
import type { Settings } from '../core/settings.js';
import { START_MS, startCluster, untilIdle } from './startup-cluster.js';

/** A cluster on which ranks are killed. */
export interface RecoveryCluster {
  /** Seconds from the death of a rank to the end of the next step. */
  recover(): Promise<number>;
  close(): Promise<void>;
}

/** Steps that are done before the kill; the peers' script is killed at the same one. */
export const KILLED_AT = 20;
const POLL_MS = 20;

const documentOf = (ranks: number) => ({
  version: 1,
  kind: 'train',
  name: 'bench-recovery',
  model: { name: 'mlp', config: { hidden: [16, 16] } },
  data: {
    dataset: 'synthetic',
    config: { kind: 'blobs', classes: 3, features: 2, train: 2_000, validation: 10, test: 10, seed: 1 },
    batchSize: 100,
  },
  loss: 'sparseCategoricalCrossentropy',
  optimizer: { kind: 'adam', learningRate: 0.01 },
  training: { epochs: 5_000, seed: 7, shards: ranks },
  workers: { min: 1, max: ranks },
});

export async function openRecoveryCluster(settings: Settings, ranks: number): Promise<RecoveryCluster> {
  const { client, close } = await startCluster(settings, ['--workers', '1', '--slots', String(ranks)]);
  const warmMs = settings.quick ? 200 : 2_000;
  try {
    await untilIdle(client, warmMs);
  } catch (cause) {
    await close();
    throw cause;
  }
  return {
    recover: async () => {
      const seconds = await recoverOnce(client, ranks);
      await untilIdle(client, warmMs);
      return seconds;
    },
    close,
  };
}

async function recoverOnce(client: Client, ranks: number): Promise<number> {
  const jobId = `bench-recovery-${randomBytes(4).toString('hex')}`;
  await client.jobs.submit({ jobId, document: documentOf(ranks) });
  const isWhole = (job: JobView) =>
    job.attempts.at(-1)?.world === ranks && (job.progress?.step ?? 0) >= KILLED_AT;
  const started = await until(client, jobId, isWhole);
  const attempt = started.attempts.at(-1);
  const before = attempt?.generations?.length ?? 0;
  const members = attempt?.generations?.at(-1)?.members ?? [];
  const killedMs = Date.now();
  process.kill(attempt?.ranks[members.at(-1) ?? 0]?.pid ?? 0, 'SIGKILL');
  const nextOf = (job: JobView) => job.attempts.at(-1)?.generations?.[before]?.runningAt;
  const job = await until(client, jobId, (view) => nextOf(view) !== undefined);
  await client.jobs.cancel(jobId);
  // The trainers' own time of the step, not of our looking at it.
  return (Date.parse(nextOf(job) ?? '') - killedMs) / 1_000;
}

async function until(client: Client, jobId: string, isSo: (job: JobView) => boolean): Promise<JobView> {
  const untilMs = systemClock.monotonicMs() + START_MS;
  for (;;) {
    const job = await client.jobs.get(jobId);
    if (isSo(job)) return job;
    if (systemClock.monotonicMs() > untilMs || job.state === 'failed')
      throw new TrainError('deadline', `job ${jobId} did not get there: ${job.state} ${job.reason ?? ''}`);
    await sleep(systemClock, POLL_MS);
  }
}
