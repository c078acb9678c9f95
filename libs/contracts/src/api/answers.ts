import { z } from 'zod';
import { JobView, WorkerView } from './views.js';

/** Answer of `GET /v1/info`. */
export const InfoView = z.object({
  version: z.string(),
  /** The protocol that agents must speak to join. */
  protocol: z.int().optional(),
  /** Grows with every start of a coordinator on the same home. */
  epoch: z.int().min(0),
  startedAt: z.string(),
  /** host:port that agents dial. */
  controlAddress: z.string(),
  redis: z.unknown().optional(),
  limits: z.record(z.string(), z.number()).optional(),
});
export type InfoView = z.output<typeof InfoView>;

/** Answer of `GET /v1/jobs`. */
export const JobList = z.object({ jobs: z.array(JobView) });
/** Answer of `GET /v1/workers`. */
export const WorkerList = z.object({ workers: z.array(WorkerView) });

export const ArtifactView = z.object({
  /** Below the job, with `/` between its parts. */
  name: z.string(),
  bytes: z.int().min(0),
  sha256: z.string(),
});
export type ArtifactView = z.output<typeof ArtifactView>;
/** Answer of `GET /v1/jobs/:id/artifacts`. */
export const ArtifactList = z.object({ artifacts: z.array(ArtifactView) });

/** A published checkpoint: sizes in bytes, digests as they were when it was saved. */
export const CheckpointView = z.object({
  step: z.int().min(0),
  /** Artifact name that the files are below; ends with "/". */
  directory: z.string(),
  bytes: z.int().min(0),
  files: z.array(ArtifactView),
});
export type CheckpointView = z.output<typeof CheckpointView>;
/** Answer of `GET /v1/jobs/:id/checkpoints`. */
export const CheckpointList = z.object({ jobId: z.string(), checkpoints: z.array(CheckpointView) });

/** What reading every byte of a checkpoint found; valid when `problems` is empty. */
export const CheckpointCheck = z.object({
  step: z.int().min(0),
  bytes: z.int().min(0),
  files: z.int().min(0),
  problems: z.array(z.object({ file: z.string(), message: z.string() })),
});
export type CheckpointCheck = z.output<typeof CheckpointCheck>;

/** Answer of `POST /v1/validate`: the document with every default filled in. */
export const ValidateAnswer = z.object({ resolved: z.record(z.string(), z.unknown()) });

/** Answer of `POST /v1/plan`: where the job would be placed if it came now; a promise of nothing. */
export const PlanAnswer = z.object({
  resolved: z.record(z.string(), z.unknown()),
  placement: z.object({
    placed: z.boolean(),
    /** Why it would wait. */
    reason: z.string().optional(),
    /** Waiting jobs that would be placed before it. */
    aheadInQueue: z.int().min(0),
    /** Memory that a host must have free for each rank, in bytes. */
    rankMemoryBytes: z.number(),
    ranks: z.array(
      z.object({
        rank: z.int().min(0),
        agentId: z.string(),
        worker: z.string(),
        host: z.string(),
        slot: z.int().min(0),
        device: z.string(),
      }),
    ),
  }),
});
export type PlanAnswer = z.output<typeof PlanAnswer>;
