import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, sleep, systemClock, TrainError } from '@ringmaster/core';
import { keepLease, type Renewal } from '@ringmaster/scheduling';
import { systemCode, writeFileDurably } from '../durable-files.js';
import { newestEpochIn } from '../log/log-mirror.js';
import { acquireScript, raiseScript, releaseScript, renewScript } from './lease-scripts.js';
import { runScript } from './lua-script.js';

export interface AcquireLeaseOptions {
  readonly redis: Redis;
  /** Prefix of all keys; default `ringmaster`. */
  readonly prefix?: string;
  /** Directory of the log's mirror; the file `epoch` in it remembers the largest epoch. */
  readonly mirrorDir: string;
  /** Largest epoch known from elsewhere, as from agents. */
  readonly knownEpoch?: number;
  /** How long to wait for a living holder to go; default 0. `Infinity`: as a standby, also while Redis does not answer. */
  readonly waitMs?: number;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
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
  /**
   * Ends this epoch and makes the next one larger than `known`, in Redis and in the mirror: from then on nothing is written
   * under this one. Its holder is still the holder until it lets go.
   * @throws TrainError `fenced` when another coordinator holds the lease or has used the mirror; `unavailable`
   */
  raiseEpoch(known: number): Promise<void>;
  /** Lets go, so that a successor need not wait. Idempotent. */
  release(): Promise<void>;
}

export const leaseKey = (prefix: string): string => `${prefix}:coordinator`;
const lifeKey = (prefix: string): string => `${prefix}:coordinator:alive`;
const POLL_MS = 200;

/**
 * Becomes the one coordinator: the epoch is 1 + the largest that Redis, the mirror or the caller know. It is in the
 * mirror before this resolves.
 * @throws TrainError `conflict` when another holder lives, `unavailable`, `cancelled`
 */
export async function acquireLease(options: AcquireLeaseOptions): Promise<Lease> {
  const { redis, logger, prefix = 'ringmaster', clock = systemClock } = options;
  const holder = randomUUID();
  await mkdir(options.mirrorDir, { recursive: true, mode: 0o700 });
  const epochPath = join(options.mirrorDir, 'epoch');
  const deadline = clock.monotonicMs() + (options.waitMs ?? 0);
  let said: string | undefined;
  for (;;) {
    const answer = await ask(options, { holder, epochPath });
    if (answer.outcome === 'granted') {
      const epoch = Number(answer.value);
      await writeFileDurably(epochPath, `${epoch}\n`);
      logger.info('this process is the coordinator', { epoch });
      return heldLease({ redis, prefix, holder, epoch, epochPath, logger, clock });
    }
    if (clock.monotonicMs() >= deadline)
      throw new TrainError(
        'conflict',
        `another coordinator (${answer.value}) holds the lease for ${answer.leftMs} ms more; stop it, or wait until it is gone`,
      );
    if (said !== answer.value) logger.info('another process is the coordinator; waiting', { ...answer });
    said = answer.value;
    await sleep(clock, POLL_MS, options.signal).catch((cause: unknown) => {
      throw new TrainError('cancelled', 'told to stop while another process is the coordinator', { cause });
    });
  }
}

interface LeaseAnswer {
  readonly outcome: string;
  /** The new epoch, or who holds the lease, or why nobody knows. */
  readonly value: string;
  readonly leftMs?: number;
}

/** A standby outlives a Redis that is away; anybody else hears of it. */
async function ask(
  { redis, prefix = 'ringmaster', ...options }: AcquireLeaseOptions,
  { holder, epochPath }: { readonly holder: string; readonly epochPath: string },
): Promise<LeaseAnswer> {
  // Read again each time: a holder that shares the mirror has moved it on.
  const mirrored = (await readEpoch(epochPath)) ?? (await newestEpochIn(options.mirrorDir));
  const floor = Math.max(mirrored, options.knownEpoch ?? 0);
  const force = options.force ? '1' : '0';
  const asked = [holder, floor, LIMITS.leaseMs, force];
  try {
    const keys = [leaseKey(prefix), lifeKey(prefix)];
    const [outcome = '', value = '?', left] = await runScript(redis, acquireScript, keys, asked);
    return { outcome, value, leftMs: Number(left) };
  } catch (cause) {
    if (options.waitMs !== Infinity) throw cause;
    return { outcome: 'away', value: TrainError.from(cause).message };
  }
}

/** Undefined when there is no such file. */
async function readEpoch(path: string): Promise<number | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return undefined;
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
  readonly epochPath: string;
  readonly logger: Logger;
  readonly clock: Clock;
}

function heldLease({ redis, prefix, holder, epoch, epochPath, logger, clock }: HeldLease): Lease {
  const keys = [leaseKey(prefix), lifeKey(prefix)];
  const renew = async (): Promise<Renewal> => {
    const asked = [holder, epoch, LIMITS.leaseMs];
    const [outcome, newEpoch, by = '?'] = await runScript(redis, renewScript, keys, asked);
    if (outcome === 'lost') return { outcome, epoch: Number(newEpoch), holder: by };
    return { outcome: outcome === 'restored' ? 'restored' : 'kept' };
  };
  const kept = keepLease({ epoch, renew, clock, logger });
  let released: Promise<unknown> | undefined;
  return {
    ...{ epoch, holder, prefix, lost: kept.lost, renew: kept.renew, onRestored: kept.onRestored },
    raiseEpoch: async (known) => {
      const mirrored = await readEpoch(epochPath);
      if (mirrored !== undefined && mirrored > epoch)
        throw new TrainError(
          'fenced',
          `epoch ${epoch} is over: a coordinator of epoch ${mirrored} has used ${epochPath} since`,
        );
      const asked = [holder, epoch, Math.max(known, epoch)];
      const [outcome, newEpoch, by] = await runScript(redis, raiseScript, [leaseKey(prefix)], asked);
      if (outcome === 'lost')
        throw new TrainError('fenced', `epoch ${epoch} is over: ${by} is the coordinator, epoch ${newEpoch}`);
      kept.stop();
      await writeFileDurably(epochPath, `${Math.max(known, epoch)}\n`);
    },
    release: async () => {
      kept.stop();
      await (released ??= runScript(redis, releaseScript, [lifeKey(prefix)], [holder]));
    },
  };
}
