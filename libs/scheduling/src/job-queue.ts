/** A job that waits for admission. The queue knows ids and order, nothing else. */
export interface QueuedJob {
  readonly jobId: string;
  /** Smaller is sooner; equal priorities keep their order of arrival. */
  readonly priority: number;
}

/** A job taken from the queue and held under a lock until it is settled or given back. */
export interface HeldJob extends QueuedJob {
  /** Ends the job in the queue. Idempotent. */
  settle(outcome: 'succeeded' | 'failed' | 'cancelled'): Promise<void>;
  /** Puts it back where it was in the order. */
  giveBack(): Promise<void>;
}

/** Admission order. BullMQ in production, in memory in tests. At-least-once: redelivery of a held id is adoption. */
export interface JobQueue {
  /** Adds a job; adding an id that is known is a no-op. @throws TrainError `unavailable` | `conflict` (full) */
  add(job: QueuedJob): Promise<void>;
  /** Takes the next job, or returns undefined when none waits. Never blocks for long. */
  take(): Promise<HeldJob | undefined>;
  /**
   * Takes this job, wherever it waits; undefined when it does not wait (held already, ended, or not known).
   * @throws TrainError `unavailable` | `fenced` (another process holds it)
   */
  hold(jobId: string): Promise<HeldJob | undefined>;
  /** Removes a waiting job. False when it is not waiting. */
  remove(jobId: string): Promise<boolean>;
  /** Ids of waiting jobs in order, at most `limit`. */
  waiting(limit: number): Promise<readonly string[]>;
  /** Calls back when something may have become available, and when the backend was lost or came back. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}
