import type { GenerationView, JobView } from '@ringmaster/contracts';
import type { Rng } from '@ringmaster/core';
import type { Cluster } from '../cluster.js';
import { hold } from './fault-row.js';

/** Memberships of the newest attempt. */
export const generationsOf = (job: JobView): readonly GenerationView[] =>
  job.attempts.at(-1)?.generations ?? [];

/** Milliseconds from a moment of this clock to one of the job's log. */
export function since(ms: number, at: string | undefined): number {
  hold(at !== undefined, 'the log does not say when');
  return Date.parse(at) - ms;
}

/** A member of the present generation, by chance. */
export function memberOf(job: JobView, rng: Rng): number {
  const members = generationsOf(job).at(-1)?.members ?? [];
  const member = members[rng.below(members.length)];
  hold(member !== undefined, `job ${job.jobId} has no members`);
  return member;
}

export function pidOfRank(job: JobView, rank: number): number {
  const pid = job.attempts.at(-1)?.ranks[rank]?.pid;
  hold(pid !== undefined && pid > 0, `job ${job.jobId} does not name the process of rank ${rank}`);
  return pid;
}

/** It succeeded, in its first attempt, with the bits of the undisturbed run. */
export function holdUnharmed(job: JobView, reference: JobView): void {
  holdSameBits(job, reference);
  hold(
    job.attempts.length === 1,
    `job ${job.jobId} took ${job.attempts.length} attempts: ${job.reason ?? ''}`,
  );
}

/** It succeeded once, with the bits of the undisturbed run. */
export function holdSameBits(job: JobView, reference: JobView): void {
  const said = job.cause?.message ?? job.reason ?? '';
  hold(job.state === 'succeeded', `job ${job.jobId} ended ${job.state}: ${said}`);
  const [got, want] = [job.result?.weightsSha256, reference.result?.weightsSha256];
  hold(want !== undefined && got === want, `job ${job.jobId} ended with weights ${got}, undisturbed ${want}`);
  const successes = job.attempts.filter(({ outcome }) => outcome === 'succeeded').length;
  hold(successes === 1, `job ${job.jobId} succeeded in ${successes} attempts`);
}

/** Every sample of every epoch was used exactly once. */
export async function holdAuditClean(cluster: Pick<Cluster, 'json'>, jobId: string): Promise<void> {
  const report = await cluster.json<{ ok: boolean; lost: number; duplicated: number; problems: string[] }>([
    'audit',
    jobId,
  ]);
  const { ok, lost, duplicated, problems } = report;
  hold(
    ok && lost === 0 && duplicated === 0,
    `audit of ${jobId}: lost ${lost}, duplicated ${duplicated}: ${problems.slice(0, 3).join('; ')}`,
  );
}

/** Reads every checkpoint again. */
export async function verifyCheckpoints(
  cluster: Cluster,
  jobId: string,
): Promise<{ readonly valid: boolean; readonly steps: number }> {
  const { valid, checkpoints } = await cluster.json<{ valid: boolean; checkpoints: unknown[] }>([
    'ckpt',
    'verify',
    jobId,
  ]);
  return { valid, steps: checkpoints.length };
}
