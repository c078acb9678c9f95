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
  /** Where artifacts go, for people. */
  artifactStore: z.string().optional(),
  limits: z.record(z.string(), z.number()).optional(),
  /** Jobs whose logs could not be read when it started: they are not served, and nothing of them is changed. */
  setAside: z.array(z.object({ jobId: z.string(), problem: z.string() })).optional(),
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
  /** Retention and `gc` leave it alone. */
  pinned: z.boolean().optional(),
});
export type CheckpointView = z.output<typeof CheckpointView>;
/** Answer of `GET /v1/jobs/:id/checkpoints`. */
export const CheckpointList = z.object({
  jobId: z.string(),
  /** `gc` leaves all artifacts of the job alone. */
  pinned: z.boolean().optional(),
  checkpoints: z.array(CheckpointView),
});

/** What reading every byte of a checkpoint found; valid when `problems` is empty. */
export const CheckpointCheck = z.object({
  step: z.int().min(0),
  bytes: z.int().min(0),
  files: z.int().min(0),
  problems: z.array(z.object({ file: z.string(), message: z.string() })),
});
export type CheckpointCheck = z.output<typeof CheckpointCheck>;

/** Body of `POST /v1/jobs/:id/pin` and `/unpin`: a checkpoint, or without a step all artifacts of the job. */
export const PinRequest = z.strictObject({ step: z.int().min(0).optional() });
export type PinRequest = z.output<typeof PinRequest>;
/** Answer to both: what of the job is pinned now. */
export const PinsView = z.object({ jobId: z.string(), job: z.boolean(), steps: z.array(z.int().min(0)) });
export type PinsView = z.output<typeof PinsView>;

/** Body of `POST /v1/gc`: at least one of the two rules. */
export const GcRequest = z
  .strictObject({
    /** Nothing is removed; the answer is the same. */
    dryRun: z.boolean().default(false),
    olderThanMs: z.int().min(0).optional(),
    maxBytes: z.int().min(0).optional(),
  })
  .refine((request) => request.olderThanMs !== undefined || request.maxBytes !== undefined, {
    message: 'say what may go: olderThanMs, maxBytes or both',
  });
export type GcRequest = z.input<typeof GcRequest>;

/** One thing that goes: a checkpoint of a job, or all artifacts of one. */
export const GcItem = z.object({
  kind: z.enum(['checkpoint', 'job']),
  jobId: z.string(),
  step: z.int().min(0).optional(),
  bytes: z.int().min(0),
  /** When the checkpoint was published, or the job ended. */
  at: z.string(),
  reason: z.string(),
});
export type GcItem = z.output<typeof GcItem>;

/** Lines of the answer of `POST /v1/gc`: what goes, one after the other; the summary is the last. */
export const GcLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('begin') }),
  GcItem.extend({ type: z.literal('item') }),
  z.object({
    type: z.literal('summary'),
    dryRun: z.boolean(),
    freedBytes: z.int().min(0),
    /** Of all artifacts of all jobs, before and after. */
    totalBytes: z.int().min(0),
    remainingBytes: z.int().min(0),
    /** What is wrong, should the rules not be met: protected artifacts. */
    note: z.string().optional(),
  }),
]);
export type GcLine = z.output<typeof GcLine>;

/** Answer of `POST /v1/validate`: the document with every default filled in. */
export const ValidateAnswer = z.object({ resolved: z.record(z.string(), z.unknown()) });

/** Answer of `POST /v1/plan`: where the job would be placed if it came now; a promise of nothing. */
export const PlanAnswer = z.object({
  resolved: z.record(z.string(), z.unknown()),
  placement: z.object({
    placed: z.boolean(),
    /** Why it would wait. */
    reason: z.string().optional(),
    /** What would let it begin. */
    unblock: z.array(z.string()).optional(),
    /** When it would probably begin, from now; absent where nobody knows. */
    startsInMs: z.number().optional(),
    /** How long it would run: what earlier runs of the same work took, or at most. */
    duration: z.object({ ms: z.number(), from: z.enum(['past runs', 'limits.wallTime']) }).optional(),
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
