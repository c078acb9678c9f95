import type { JobEvent } from '@ringmaster/contracts';

/** The coordinator's truth: an append-only log of state changes per job, in Redis and mirrored to disk with fsync. */
export interface JobLog {
  /**
   * Durable when it resolves. `seq` of the events must continue the job's log. When it rejects, the next append continues
   * from the same `seq`, with the same events or with others. @throws TrainError `unavailable` | `fenced`
   */
  append(events: readonly JobEvent[]): Promise<void>;
  /** All jobs' events, each job's in order: the union of what Redis and the mirror know. */
  load(): Promise<ReadonlyMap<string, readonly JobEvent[]>>;
  /** Where the log of a job lies, for people. */
  placesOf(jobId: string): readonly string[];
  close(): Promise<void>;
}
