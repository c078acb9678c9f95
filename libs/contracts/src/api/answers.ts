import { z } from 'zod';
import { JobView, WorkerView } from './views.js';

/** Answer of `GET /v1/info`. */
export const InfoView = z.object({
  version: z.string(),
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

/** Answer of `POST /v1/validate`: the document with every default filled in. */
export const ValidateAnswer = z.object({ resolved: z.record(z.string(), z.unknown()) });
