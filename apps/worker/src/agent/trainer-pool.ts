import { LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import { sameKind, type TrainerKind } from './slot-env.js';
import type { TrainerProcess, WarmFacts } from './trainer-process.js';

export interface TakenTrainer {
  readonly trainer: TrainerProcess;
  readonly facts: WarmFacts;
  /** True when its engine was loaded before it was asked for. */
  readonly warm: boolean;
}

/** Trainers with a loaded engine, kept between jobs. */
export interface TrainerPool {
  /** A trainer of this kind: an idle one, else a new one. @throws TrainError why it did not start */
  take(kind: TrainerKind): Promise<TakenTrainer>;
  /** After a clean job. One that served `LIMITS.trainerJobs` jobs is replaced. */
  giveBack(trainer: TrainerProcess): void;
  /** Starts a trainer ahead of need, when fewer than `LIMITS.warmTrainers` idle. Resolves once it is warm. */
  prestart(kind: TrainerKind): Promise<WarmFacts | undefined>;
  /** Idle trainers. */
  readonly idle: number;
  /** Ends all of them, busy ones by force; `take` fails from now on. */
  close(): Promise<void>;
}

export interface TrainerPoolOptions {
  readonly spawn: (kind: TrainerKind) => TrainerProcess;
  /** Processes that may live at once: one a slot. */
  readonly capacity: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Idle {
  readonly trainer: TrainerProcess;
  loaded: boolean;
  readonly cancelExpiry: () => void;
}

export function createTrainerPool(o: TrainerPoolOptions): TrainerPool {
  const idle = new Set<Idle>();
  const alive = new Set<TrainerProcess>();
  let closed = false;

  function start(kind: TrainerKind): TrainerProcess {
    const trainer = o.spawn(kind);
    alive.add(trainer);
    void trainer.exited.then(() => alive.delete(trainer));
    return trainer;
  }

  function keep(trainer: TrainerProcess, loaded: boolean): void {
    const entry: Idle = {
      trainer,
      loaded,
      cancelExpiry: o.clock.after(LIMITS.warmTrainerMs, () => retire(entry)),
    };
    idle.add(entry);
    void trainer.warm.then(
      () => (entry.loaded = true),
      () => undefined,
    );
    void trainer.exited.then(() => remove(entry));
  }

  function remove(entry: Idle): void {
    entry.cancelExpiry();
    idle.delete(entry);
  }

  function retire(entry: Idle): void {
    remove(entry);
    leave(entry.trainer);
  }

  /** A polite exit, then SIGKILL. */
  function leave(trainer: TrainerProcess): void {
    trainer.send({ type: 'exit' });
    const cancel = o.clock.after(LIMITS.stopGraceMs, () => trainer.kill());
    void trainer.exited.then(cancel);
  }

  async function take(kind: TrainerKind): Promise<TakenTrainer> {
    if (closed) throw new TrainError('unavailable', 'this agent is stopping; it starts no rank');
    const found = [...idle].find((entry) => sameKind(entry.trainer.kind, kind));
    if (found) {
      remove(found);
      const warm = found.loaded;
      return { trainer: found.trainer, facts: await found.trainer.warm, warm };
    }
    // A trainer of another kind would hold memory that this one was promised.
    const oldest = [...idle][0];
    if (oldest && alive.size >= o.capacity) retire(oldest);
    const trainer = start(kind);
    return { trainer, facts: await trainer.warm, warm: false };
  }

  async function prestart(kind: TrainerKind): Promise<WarmFacts | undefined> {
    if (closed || idle.size >= LIMITS.warmTrainers) return undefined;
    const trainer = start(kind);
    keep(trainer, false);
    return trainer.warm;
  }

  return {
    take,
    prestart,
    giveBack(trainer) {
      if (!trainer.running) return;
      if (!closed && trainer.jobs < LIMITS.trainerJobs && idle.size < LIMITS.warmTrainers)
        return keep(trainer, true);
      leave(trainer);
      if (!closed) void prestart(trainer.kind).catch(() => undefined);
    },
    get idle() {
      return [...idle].filter((entry) => entry.loaded).length;
    },
    async close() {
      closed = true;
      const resting = new Set([...idle].map((entry) => entry.trainer));
      for (const trainer of alive) if (!resting.has(trainer)) trainer.kill();
      [...idle].forEach(retire);
      await Promise.all([...alive].map((trainer) => trainer.exited));
    },
  };
}
