import type { WorkerView } from '@ringmaster/contracts';
import type { Clock, Logger } from '@ringmaster/core';
import type { TlsIdentity } from '@ringmaster/rpc';
import type { AgentRegistry, JobRecord } from '@ringmaster/scheduling';
import type { DataStore, ModelRegistry } from '@ringmaster/store';
import type { ArtifactStore } from '@ringmaster/training';
import type { Trail } from '../access/action-log.js';
import type { TokenBook } from '../access/token-book.js';
import type { Preview } from '../admission/preview.js';
import type { SchedulingFacts } from '../admission/scheduling-facts.js';
import type { Collector } from '../gc/collector.js';
import type { Pins } from '../gc/pins.js';
import type { ChangeSignal } from '../jobs/change-signal.js';
import type { JobFeed } from '../jobs/job-feed.js';
import type { LiveJobs } from '../jobs/live-jobs.js';
import type { SubmitParts } from '../jobs/submit.js';
import type { BodyLimits } from './body-deadlines.js';
import type { Guard } from './guard.js';

/** What the routes answer from. */
export interface HttpParts extends SubmitParts, Trail {
  readonly live: LiveJobs;
  readonly feed: JobFeed;
  readonly changes: ChangeSignal;
  readonly preview: Preview;
  readonly facts: SchedulingFacts;
  readonly artifacts: ArtifactStore;
  readonly pins: Pins;
  readonly gc: Collector;
  readonly backup: () => AsyncIterable<Uint8Array>;
  readonly data: DataStore;
  /** Ranks of a job are fetching its data: they are not late. */
  readonly dataMoved: (record: JobRecord) => void;
  /** So many bytes of an artifact of that job came. */
  readonly artifactMoved: (jobId: string, bytes: number) => void;
  readonly models: ModelRegistry;
  readonly guard: Guard;
  readonly tokens: TokenBook;
  readonly tls?: TlsIdentity | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborts when the server stops: followers are let go. */
  readonly closing: AbortSignal;
  /** Rejects when Redis or the store does not answer. */
  readonly ready: () => Promise<void>;
  readonly info: () => Readonly<Record<string, unknown>>;
  readonly workers: (
    holder: (agentId: string, slot: number) => { jobId: string; rank: number } | undefined,
  ) => readonly WorkerView[];
  readonly drainWorker: AgentRegistry['drain'];
  /** Default: `LIMITS`. */
  readonly httpLimits?: HttpLimits | undefined;
}

/** What strangers may take up. */
export interface HttpLimits {
  readonly connections: number;
  /** A request's head must be there by then, counted from the connection. */
  readonly headersMs: number;
  readonly bodies: BodyLimits;
}
