import { LIMITS } from '@ringmaster/contracts';
import { type Clock, TrainError } from '@ringmaster/core';
import { sha256Hex } from '../checkpoint/sha256.js';
import type { CheckpointStore } from '../ports/checkpoint-store.js';
import type { Snapshot } from './snapshot.js';
import type { TrainingListener } from './training-run.js';

export interface SaverOptions {
  readonly store: CheckpointStore;
  /** Newest checkpoints kept. */
  readonly keep: number;
  /** Whether a checkpoint exists that a failed save can fall back on. */
  readonly hasPrevious: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly on: TrainingListener;
}

/**
 * Saves snapshots while training goes on. Saves never overlap: one that is due waits for the one before it, at most
 * `LIMITS.checkpointWaitMs`; past that training goes on, and a snapshot that still waits when the next one comes is
 * replaced by it. So a slow store costs checkpoints, and never the other ranks' patience. A failed save is reported and
 * survived as long as an earlier checkpoint exists; the first one, and the last one (`finish`), must succeed.
 */
export interface CheckpointSaver {
  /** Starts saving. @throws the error of an earlier save that could not be survived */
  save(snapshot: Snapshot): Promise<void>;
  /** Waits until the last snapshot is saved. @throws TrainError when it was not */
  finish(): Promise<void>;
  /** After a failure of the run: gives the save in flight a last chance, for `LIMITS.stopGraceMs`. Never throws. */
  settle(): Promise<void>;
}

export function checkpointSaver(options: SaverOptions): CheckpointSaver {
  const { clock, signal, on } = options;
  let hasPrevious = options.hasPrevious;
  let waiting: Snapshot | undefined;
  /** The save in flight. */
  let current: Promise<void> = Promise.resolve();
  /** The work off of everything that waits. */
  let running: Promise<void> | undefined;
  let fatal: unknown;
  let lastError: unknown;

  /** Never rejects: what a failure means is decided here. */
  const attempt = async (snapshot: Snapshot): Promise<void> => {
    try {
      await saveOne(options, snapshot);
      hasPrevious = true;
      lastError = undefined;
    } catch (error) {
      lastError = error;
      if (!hasPrevious || signal.aborted) fatal = error;
      else on.onCheckpointFailed?.(snapshot.step, TrainError.from(error));
    }
  };

  const drain = async (): Promise<void> => {
    for (let next = waiting; next !== undefined; next = waiting) {
      waiting = undefined;
      current = attempt(next);
      await current;
    }
    running = undefined;
  };

  const atMost = (ms: number, work: Promise<void>): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      void work.then(() => {
        cancel();
        resolve();
      });
    });

  return {
    save: async (snapshot) => {
      const isBacklogged = waiting !== undefined;
      waiting = snapshot;
      if (running && !isBacklogged) await atMost(LIMITS.checkpointWaitMs, current);
      if (fatal !== undefined) throw fatal;
      if (waiting !== undefined) running ??= drain();
    },
    finish: async () => {
      await running;
      if (lastError !== undefined) throw lastError;
    },
    settle: () => atMost(LIMITS.stopGraceMs, running ?? Promise.resolve()),
  };
}

/** Every rank but the first: checkpoints are somebody else's work. */
export const idleSaver: CheckpointSaver = {
  save: () => Promise.reject(new TrainError('internal', 'only rank 0 saves checkpoints')),
  finish: () => Promise.resolve(),
  settle: () => Promise.resolve(),
};

async function saveOne(options: SaverOptions, snapshot: Snapshot): Promise<void> {
  const { store, signal, on } = options;
  const manifest = await snapshot.manifest();
  await store.save(snapshot.step, snapshot.files, manifest, signal);
  await verify(options, snapshot, manifest);
  on.onCheckpoint?.(snapshot.step, await sha256Hex(manifest));
  try {
    await prune(options, snapshot.step);
  } catch (error) {
    // The new checkpoint is good; an old one too many is no reason to call it failed.
    if (signal.aborted) throw error;
    on.onCheckpointFailed?.(snapshot.step, TrainError.from(error));
  }
}

/** Reads the checkpoint back: older ones are removed on the strength of this one. */
async function verify(
  { store, signal }: SaverOptions,
  { step, files }: Snapshot,
  manifest: Uint8Array,
): Promise<void> {
  const stored = await store.load(step, signal);
  const wrong = files.find(({ name, bytes }) => !equalBytes(stored.files.get(name), bytes));
  if (wrong === undefined && equalBytes(stored.manifest, manifest)) return;
  throw new TrainError(
    'artifact_corrupt',
    `${wrong?.name ?? 'manifest.json'} of step ${step} came back from the store with other bytes than were saved`,
  );
}

/**
 * Keeps the newest `keep` up to `step`. What is newer belongs to a past that this run does not continue (it was
 * corrupt, or the run was rewound) and must not push a valid one out.
 */
async function prune({ store, keep, signal }: SaverOptions, step: number): Promise<void> {
  const steps = await store.list(signal);
  const current = steps.filter((candidate) => candidate <= step).sort((a, b) => b - a);
  const superseded = steps.filter((candidate) => candidate > step);
  for (const old of [...superseded, ...current.slice(keep)]) await store.remove(old, signal);
}

function equalBytes(a: Uint8Array | undefined, b: Uint8Array): boolean {
  if (a?.byteLength !== b.byteLength) return false;
  return a.every((byte, i) => byte === b[i]);
}
