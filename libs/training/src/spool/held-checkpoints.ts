import { LIMITS, type wire } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import { sha256Hex } from '../checkpoint/sha256.js';
import {
  type CheckpointSpool,
  type RankName,
  type SpooledFacts,
  type SpoolEntry,
  spoolName,
} from '../ports/checkpoint-spool.js';
import type { CheckpointStore } from '../ports/checkpoint-store.js';

/** As the coordinator is told of one that is not over. */
export type RunningRank = wire.v1.IRunningRank & RankName;

export interface HeldCheckpointsOptions {
  readonly spool: CheckpointSpool;
  /** Where an entry belongs: the artifact store, through the coordinator that was reached last. */
  readonly storeOf: (facts: SpooledFacts) => Promise<CheckpointStore>;
  readonly send: (event: wire.v1.IRankEvent) => void;
  /** A coordinator is there now. */
  readonly isConnected: () => boolean;
  /** Its process still runs, and may still write. */
  readonly isRunning: (rank: RankName) => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Checkpoints that ranks of this host have left in the spool while no coordinator was there. Until they are in the store
 * their ranks count as running, so that no other attempt begins without them.
 */
export interface HeldCheckpoints {
  /** Looks for those that an earlier agent could not deliver. */
  find(): Promise<void>;
  /** A rank of this agent has left one; `report` tells how it ended. Delivers it, if the coordinator is there again. */
  hold(rank: RunningRank, report: () => void): void;
  running(): readonly wire.v1.IRunningRank[];
  /** What is on its way, or waits for its turn. */
  deliveries(): readonly wire.v1.IDelivery[];
  /** What such a rank has said last waits for its checkpoint: an attempt that goes on or ends by it is to find that. */
  holdsBack(event: wire.v1.IRankEvent): boolean;
  /** The coordinator is there: brings them into the store, and reports the end of their ranks. Never rejects. */
  deliver(): Promise<void>;
  close(): void;
}

interface Held {
  readonly rank: RunningRank;
  readonly report: () => void;
  /** Of its newest checkpoint, once it was read. */
  found?: { readonly step: number; readonly bytes: number };
}

export function createHeldCheckpoints(o: HeldCheckpointsOptions): HeldCheckpoints {
  const { spool, clock, logger } = o;
  const held = new Map<string, Held>();
  const closing = new AbortController();
  let delivering = Promise.resolve();
  let cancelRetry = (): void => undefined;

  const entries = async (): Promise<readonly SpoolEntry[]> => {
    const found = await spool.entries(clock.wallMs());
    for (const name of found.removed)
      logger.warn(`the spooled checkpoint ${name} was never delivered and is removed: it is too old`);
    for (const problem of found.problems) logger.error(`not a spooled checkpoint, left alone: ${problem}`);
    return found.entries.filter(({ facts }) => !o.isRunning(facts));
  };

  const settle = (name: string): void => {
    const one = held.get(name);
    held.delete(name);
    one?.report();
  };

  /** False when it is to be tried again. */
  const deliverOne = async (entry: SpoolEntry): Promise<boolean> => {
    const { name } = entry;
    try {
      await bring(entry, o, { signal: closing.signal, held: held.get(name) });
      await spool.remove(entry);
    } catch (caught) {
      const { code, message } = TrainError.from(caught);
      if (closing.signal.aborted || code === 'unavailable' || code === 'cancelled') {
        logger.warn(`the spooled checkpoint ${name} is not delivered yet: ${message}`);
        return false;
      }
      const isPast = code === 'fenced';
      logger.error(
        `the spooled checkpoint ${name} is refused: ${message}; it ${isPast ? 'is removed: its job is beyond it' : `stays in ${spool.dir}`}`,
        { code },
      );
      if (isPast) await spool.remove(entry);
    }
    settle(name);
    return true;
  };

  const deliverAll = async (): Promise<void> => {
    cancelRetry();
    const found = await entries();
    const names = new Set(found.map(({ name }) => name));
    // Too old, or not readable: there is nothing to wait for.
    for (const name of held.keys()) if (!names.has(name)) settle(name);
    for (const entry of found) {
      if (!held.has(entry.name) || (await deliverOne(entry))) continue;
      if (!closing.signal.aborted) cancelRetry = clock.after(LIMITS.reconnectMaxMs, () => void deliver());
      return;
    }
  };

  /** One after the other: one that is under way may have passed by what was held since. */
  const deliver = (): Promise<void> => {
    delivering = delivering
      .then(deliverAll)
      .catch((error: unknown) => logger.error('the spool cannot be read', { error: String(error) }));
    return delivering;
  };

  return {
    deliver,
    running: () => [...held.values()].map(({ rank }) => rank),
    deliveries: () => [...held.values()].map(deliveryOf),
    holdsBack: (event) => held.has(nameOf(event)),
    hold(rank, report) {
      held.set(spoolName(rank), { rank, report });
      // It was not over yet when the coordinator came back.
      if (o.isConnected()) void deliver();
    },
    async find() {
      for (const { name, facts } of await entries()) {
        logger.info(`found the spooled checkpoint ${name}; it goes to the coordinator when there is one`);
        held.set(name, foundOf(facts, o));
      }
    },
    close() {
      cancelRetry();
      closing.abort(new TrainError('cancelled', 'the worker ends'));
    },
  };
}

/** Every checkpoint of an entry, the oldest first, and the word of it. */
async function bring(
  entry: SpoolEntry,
  { spool, storeOf, send, logger }: HeldCheckpointsOptions,
  { held, signal }: { readonly held: Held | undefined; readonly signal: AbortSignal },
): Promise<void> {
  const { jobId, attempt, rank } = entry.facts;
  const store = await storeOf(entry.facts);
  for await (const { step, manifest, files } of spool.checkpoints(entry, signal)) {
    if (held) held.found = { step, bytes: files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0) };
    await store.save(step, files, manifest, signal);
    logger.info(`the spooled checkpoint ${entry.name} of step ${step} is in the store`, { jobId, step });
    send({ jobId, attempt, rank, checkpoint: { step, manifestSha256: await sha256Hex(manifest) } });
  }
}

const deliveryOf = ({ rank: { jobId, attempt, rank }, found }: Held): wire.v1.IDelivery => ({
  ...{ jobId, attempt, rank },
  ...found,
});

const nameOf = ({ jobId, attempt, rank }: wire.v1.IRankEvent): string =>
  spoolName({ jobId: jobId ?? '', attempt: attempt ?? 0, rank: rank ?? 0 });

/** Its process is gone, and so is the agent that knew how it ended. */
function foundOf(facts: SpooledFacts, { send, clock }: HeldCheckpointsOptions): Held {
  const { jobId, attempt, rank, slot, generation } = facts;
  const cause = new TrainError(
    'agent_lost',
    `rank ${rank} ended while no coordinator was there, and left a checkpoint`,
  );
  const report = () =>
    send({ jobId, attempt, rank, failed: { causeJson: JSON.stringify(cause.view()), atMs: clock.wallMs() } });
  return { rank: { jobId, attempt, rank, slot, generation, pid: 0, step: 0 }, report };
}
