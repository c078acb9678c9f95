import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, sleep, systemClock, TrainError } from '@ringmaster/core';
import { systemCode, writeFileDurably } from '../durable-files.js';
import { acquireScript, releaseScript, renewScript } from './lease-scripts.js';
import { runScript } from './lua-script.js';

export interface AcquireLeaseOptions {
  readonly redis: Redis;
  /** Prefix of all keys; default `ringmaster`. */
  readonly prefix?: string;
  /** Directory of the log's mirror; the file `epoch` in it remembers the largest epoch. */
  readonly mirrorDir: string;
  /** Largest epoch known from elsewhere: agents, checkpoint manifests. */
  readonly knownEpoch?: number;
  /** How long to wait for a living holder to go; default 0. */
  readonly waitMs?: number;
  /** Take it even from a living holder, whose writes are refused from then on. */
  readonly force?: boolean;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** Being the coordinator. Whatever the holder writes carries the epoch, and Redis refuses the writes of older ones. */
export interface Lease {
  /** Fencing number: larger than that of every coordinator before. */
  readonly epoch: number;
  readonly holder: string;
  readonly prefix: string;
  /** Aborts with a TrainError `fenced` when another coordinator holds the lease. A silent Redis does not abort it. */
  readonly lost: AbortSignal;
  /** Shows a sign of life now. True when Redis had lost the lease, and probably everything else, and has it again. */
  renew(): Promise<boolean>;
  /** Calls back after Redis had lost the lease and got it again; the result ends that. */
  onRestored(listener: () => void): () => void;
  /** Lets go, so that a successor need not wait. Idempotent. */
  release(): Promise<void>;
}

export const leaseKey = (prefix: string): string => `${prefix}:coordinator`;
const lifeKey = (prefix: string): string => `${prefix}:coordinator:alive`;
const POLL_MS = 200;

/**
 * Becomes the one coordinator: the epoch is 1 + the largest that Redis, the mirror or the caller know. It is in the
 * mirror before this resolves.
 * @throws TrainError `conflict` when another holder lives, `unavailable`
 */
export async function acquireLease(options: AcquireLeaseOptions): Promise<Lease> {
  const { redis, logger, prefix = 'ringmaster', clock = systemClock } = options;
  const holder = randomUUID();
  await mkdir(options.mirrorDir, { recursive: true, mode: 0o700 });
  const epochPath = join(options.mirrorDir, 'epoch');
  const floor = Math.max(await readEpoch(epochPath), options.knownEpoch ?? 0);
  const deadline = clock.monotonicMs() + (options.waitMs ?? 0);
  const keys = [leaseKey(prefix), lifeKey(prefix)];
  for (;;) {
    const [outcome, value, left] = await runScript(redis, acquireScript, keys, [
      holder,
      floor,
      LIMITS.leaseMs,
      options.force ? '1' : '0',
    ]);
    if (outcome === 'granted') {
      const epoch = Number(value);
      await writeFileDurably(epochPath, `${epoch}\n`);
      logger.info('this process is the coordinator', { epoch });
      return keepLease({ redis, prefix, holder, epoch, logger, clock });
    }
    if (clock.monotonicMs() >= deadline)
      throw new TrainError(
        'conflict',
        `another coordinator (${value}) holds the lease for ${left} ms more; stop it, or wait until it is gone`,
      );
    await sleep(clock, POLL_MS);
  }
}

async function readEpoch(path: string): Promise<number> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return 0;
    throw new TrainError('unavailable', `the epoch file ${path} cannot be read; repair its permissions`, {
      cause,
    });
  }
  const epoch = Number(text);
  if (!Number.isSafeInteger(epoch) || epoch < 0 || text.trim() === '')
    throw new TrainError(
      'artifact_corrupt',
      `the epoch file ${path} does not hold a number; write one that is larger than every epoch seen so far`,
    );
  return epoch;
}

interface HeldLease {
  readonly redis: Redis;
  readonly prefix: string;
  readonly holder: string;
  readonly epoch: number;
  readonly logger: Logger;
  readonly clock: Clock;
}

function keepLease({ redis, prefix, holder, epoch, logger, clock }: HeldLease): Lease {
  const lost = new AbortController();
  const keys = [leaseKey(prefix), lifeKey(prefix)];
  const restored = new Set<() => void>();
  let released: Promise<void> | undefined;
  let cancel = () => {};
  const renew = async () => {
    const [outcome, newEpoch, by] = await runScript(redis, renewScript, keys, [
      holder,
      epoch,
      LIMITS.leaseMs,
    ]);
    if (outcome === 'lost') {
      const error = new TrainError(
        'fenced',
        `epoch ${epoch} is over: ${by} is the coordinator, epoch ${newEpoch}`,
      );
      lost.abort(error);
      throw error;
    }
    if (outcome !== 'restored') return false;
    logger.warn('Redis had lost the lease; written again', { epoch });
    for (const listener of restored) listener();
    return true;
  };
  const plan = () => {
    if (released || lost.signal.aborted) return;
    cancel = clock.after(LIMITS.leaseMs / 3, () => {
      renew()
        .catch((cause: unknown) =>
          logger.warn('the lease was not renewed', { error: TrainError.from(cause).message }),
        )
        .finally(plan);
    });
  };
  plan();
  return {
    epoch,
    holder,
    prefix,
    lost: lost.signal,
    renew,
    onRestored: (listener) => {
      restored.add(listener);
      return () => restored.delete(listener);
    },
    release: () =>
      (released ??= (async () => {
        cancel();
        await runScript(redis, releaseScript, [lifeKey(prefix)], [holder]);
      })()),
  };
}
