import type { JobEvent } from '@ringmaster/contracts';
import { type Logger, TrainError } from '@ringmaster/core';
import type { JobLog } from '../job-log.js';
import type { LogHomes, LogLease, LogTail } from './log-homes.js';
import { encodeRecord, type LogRecord } from './log-record.js';
import { type LogFailpoint, logWriter } from './log-writer.js';
import { recoverLog } from './recover-log.js';

export interface DurableLogOptions {
  readonly homes: LogHomes;
  readonly lease: LogLease;
  readonly logger: Logger;
  /** Called after a Redis that had lost the log was filled again from the mirror: its queue is probably gone too. */
  readonly onRebuilt?: () => void;
  readonly failpoint?: (point: LogFailpoint) => void;
}

interface Pending {
  readonly events: readonly JobEvent[];
  resolve(): void;
  reject(cause: unknown): void;
}

/**
 * The job log in Redis with its mirror. Order of an append: one script in Redis (fencing, continuity, records), then
 * the mirror with fsync, then the promise resolves. So:
 * - Redis silent or gone: nothing was written to the mirror, the append fails with `unavailable`, and all that waited
 *   behind it fails too. Should Redis still carry out the script later, its records lie past the durable ones: the
 *   next append cuts them, and a script that comes after a later one is refused.
 * - death between the two writes: {@link recoverLog} takes the record over into the mirror. It was not acknowledged,
 *   and may be in the log or not.
 * - mirror full or unwritable: the append fails, half a line is overwritten by the next one.
 * - Redis wiped while we run: the next append puts the lease and all logs back from the mirror first.
 *
 * @throws TrainError `unavailable` | `fenced` when opening; both homes agree when it resolves
 */
export async function durableJobLog(options: DurableLogOptions): Promise<JobLog> {
  const { homes, logger, lease } = options;
  const durable = new Map<string, number>();
  const writer = logWriter({ ...options, durable });
  let queue: Pending[] = [];
  let draining: Promise<void> | undefined;
  let exclusive: Promise<unknown> = Promise.resolve();
  let closed = false;

  /** Everything that touches the homes goes through here, one at a time. */
  function alone<T>(work: () => Promise<T>): Promise<T> {
    const result = exclusive.then(work);
    exclusive = result.catch(() => undefined);
    return result;
  }

  async function recover() {
    const union = await recoverLog(homes);
    durable.clear();
    for (const [jobId, records] of union) durable.set(jobId, records.length);
    return new Map([...union].map(([jobId, records]) => [jobId, records.map(({ event }) => event)]));
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      let accepted: readonly Pending[] = [];
      try {
        await alone(async () => {
          const staged = stage(batch, durable, lease.epoch);
          accepted = staged.accepted;
          if (staged.tails.length > 0) await writer.write(staged.tails);
        });
        accepted.forEach((pending) => pending.resolve());
      } catch (cause) {
        const waiting = queue;
        queue = [];
        for (const pending of [...accepted, ...waiting]) pending.reject(cause);
      }
    }
    draining = undefined;
  }

  const forget = lease.onRestored(() => {
    const refill = alone(async () => {
      if ((await homes.redis.jobs()) < durable.size) await writer.restore();
    });
    refill.catch((cause: unknown) =>
      logger.error('Redis lost the job log and could not be filled again yet', {
        error: TrainError.from(cause).message,
      }),
    );
  });
  let loaded: ReadonlyMap<string, readonly JobEvent[]> | undefined = await alone(recover);
  return {
    append: (events) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new TrainError('unavailable', 'the job log is closed'));
        loaded = undefined;
        queue.push({ events, resolve, reject });
        draining ??= drain();
      }),
    placesOf: homes.placesOf,
    load: async () => loaded ?? (await alone(recover)),
    close: async () => {
      closed = true;
      forget();
      await draining;
      await exclusive;
    },
  };
}

/** Checks each waiting append against the durable log and those before it; a bad one fails alone. */
function stage(
  batch: readonly Pending[],
  durable: ReadonlyMap<string, number>,
  epoch: number,
): { tails: readonly LogTail[]; accepted: readonly Pending[] } {
  const lines = new Map<string, string[]>();
  const accepted: Pending[] = [];
  for (const pending of batch) {
    const added = new Map<string, string[]>();
    try {
      for (const event of pending.events) {
        const { jobId, seq } = event;
        const own = added.get(jobId) ?? [];
        const expected = (durable.get(jobId) ?? 0) + (lines.get(jobId)?.length ?? 0) + own.length;
        if (seq !== expected)
          throw new TrainError(
            'conflict',
            `event ${seq} of job ${jobId} does not continue its log: ${expected} is next`,
          );
        const record: LogRecord = { epoch, event };
        added.set(jobId, [...own, encodeRecord(record)]);
      }
    } catch (cause) {
      pending.reject(cause);
      continue;
    }
    for (const [jobId, more] of added) lines.set(jobId, [...(lines.get(jobId) ?? []), ...more]);
    accepted.push(pending);
  }
  const tails = [...lines].map(([jobId, more]) => ({ jobId, durable: durable.get(jobId) ?? 0, lines: more }));
  return { tails, accepted };
}
