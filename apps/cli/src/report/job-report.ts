import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@ringmaster/client';
import type { ArtifactView, JobView } from '@ringmaster/contracts';
import type { Session } from '../session/session.js';

export interface ReportedArtifact extends ArtifactView {
  /** Where the file is on this machine; absent when the coordinator's home is elsewhere. */
  readonly path?: string;
}

/** What `run`, `submit` and `show` say about a job under --json. Fields that do not exist yet are null. */
export interface JobReport extends Record<string, unknown> {
  readonly jobId: string;
  readonly artifacts: readonly ReportedArtifact[];
}

export async function jobReport(session: Session, client: Client, job: JobView): Promise<JobReport> {
  const { result } = job;
  const directory = join(session.home.artifactsDir, job.jobId);
  const isLocal = existsSync(directory);
  const artifacts = (await client.artifacts.list(job.jobId)).map((artifact) =>
    isLocal ? { ...artifact, path: join(directory, artifact.name) } : artifact,
  );
  return {
    jobId: job.jobId,
    name: job.name,
    state: job.state,
    reason: job.reason ?? null,
    cause: job.cause ?? null,
    owner: job.owner ?? null,
    project: job.project ?? null,
    waiting: job.waiting ?? null,
    at: new Date(session.clock.wallMs()).toISOString(),
    metrics: result?.metrics ?? {},
    weightsSha256: result?.weightsSha256 ?? null,
    steps: result?.steps ?? job.progress?.step ?? 0,
    samples: result?.samples ?? null,
    skippedSteps: result?.skippedSteps ?? null,
    datasetHash: job.datasetHash ?? null,
    reduce: job.reduce ?? 'canonical',
    bitsDependOnWorkers: job.reduce === 'ring',
    generations: job.generations,
    seconds: seconds(job),
    backend: result?.backend ?? null,
    checkpoints: job.checkpoints,
    resumedFrom: job.resumedFrom ?? null,
    retryOf: job.retryOf ?? null,
    forkOf: job.forkOf ?? null,
    submittedAt: job.submittedAt,
    startedAt: job.startedAt ?? null,
    endedAt: job.endedAt ?? null,
    timings: job.timings ?? [],
    attempts: job.attempts,
    artifacts,
    artifactsDirectory: isLocal ? directory : null,
    coordinator: client.url,
  };
}

/** From its start, or its submission when it never started, to its end; null while it goes on. */
function seconds({ submittedAt, startedAt, endedAt }: JobView): number | null {
  if (endedAt === undefined) return null;
  return (Date.parse(endedAt) - Date.parse(startedAt ?? submittedAt)) / 1_000;
}
