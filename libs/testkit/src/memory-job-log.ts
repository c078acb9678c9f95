import type { JobEvent } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { JobLog } from '@ringmaster/scheduling';

/** What a {@link memoryJobLog} keeps; hand the same one to two openings to play a restart. */
export type MemoryLogStore = Map<string, JobEvent[]>;

/** A {@link JobLog} in memory. */
export function memoryJobLog(store: MemoryLogStore = new Map()): JobLog {
  let closed = false;
  return {
    append: async (events) => {
      if (closed) throw new TrainError('unavailable', 'the job log is closed');
      const next = new Map<string, number>();
      for (const { jobId, seq } of events) {
        const expected = next.get(jobId) ?? store.get(jobId)?.length ?? 0;
        if (seq !== expected)
          throw new TrainError(
            'conflict',
            `event ${seq} of job ${jobId} does not continue its log: ${expected} is next`,
          );
        next.set(jobId, expected + 1);
      }
      // As text, like the real one: what JSON cannot say does not come back.
      for (const event of events)
        store.set(event.jobId, [
          ...(store.get(event.jobId) ?? []),
          JSON.parse(JSON.stringify(event)) as JobEvent,
        ]);
    },
    load: async () => structuredClone(store),
    placesOf: (jobId) => [`the log of ${jobId} in memory`],
    close: async () => {
      closed = true;
    },
  };
}
