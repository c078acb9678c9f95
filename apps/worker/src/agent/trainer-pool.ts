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
  /** Counts a trainer that an earlier agent has started, and that has a job. */
  adopt(trainer: TrainerProcess): void;
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

export const createTrainerPool = (options: TrainerPoolOptions): TrainerPool => new Trainers(options);

class Trainers implements TrainerPool {
  private readonly resting = new Set<Idle>();
  private readonly alive = new Set<TrainerProcess>();
  private closed = false;

  constructor(private readonly o: TrainerPoolOptions) {}

  get idle(): number {
    return [...this.resting].filter((entry) => entry.loaded).length;
  }

  async take(kind: TrainerKind): Promise<TakenTrainer> {
    if (this.closed) throw new TrainError('unavailable', 'this agent is stopping; it starts no rank');
    const found = [...this.resting].find((entry) => sameKind(entry.trainer.kind, kind));
    if (found) {
      this.remove(found);
      const warm = found.loaded;
      return { trainer: found.trainer, facts: await found.trainer.warm, warm };
    }
    // A trainer of another kind would hold memory that this one was promised.
    const oldest = [...this.resting][0];
    if (oldest && this.alive.size >= this.o.capacity) this.retire(oldest);
    const trainer = this.start(kind);
    return { trainer, facts: await trainer.warm, warm: false };
  }

  async prestart(kind: TrainerKind): Promise<WarmFacts | undefined> {
    if (this.closed || this.resting.size >= LIMITS.warmTrainers) return undefined;
    const trainer = this.start(kind);
    this.keep(trainer, false);
    return trainer.warm;
  }

  adopt(trainer: TrainerProcess): void {
    this.alive.add(trainer);
    void trainer.exited.then(() => this.alive.delete(trainer));
  }

  giveBack(trainer: TrainerProcess): void {
    if (!trainer.running) return;
    const { closed, resting } = this;
    if (!closed && trainer.jobs < LIMITS.trainerJobs && resting.size < LIMITS.warmTrainers)
      return this.keep(trainer, true);
    this.leave(trainer);
    if (!closed) void this.prestart(trainer.kind).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.closed = true;
    const resting = new Set([...this.resting].map((entry) => entry.trainer));
    for (const trainer of this.alive) if (!resting.has(trainer)) trainer.kill();
    for (const entry of [...this.resting]) this.retire(entry);
    await Promise.all([...this.alive].map((trainer) => trainer.exited));
  }

  private start(kind: TrainerKind): TrainerProcess {
    const trainer = this.o.spawn(kind);
    this.adopt(trainer);
    return trainer;
  }

  private keep(trainer: TrainerProcess, loaded: boolean): void {
    const cancelExpiry = this.o.clock.after(LIMITS.warmTrainerMs, () => this.retire(entry));
    const entry: Idle = { trainer, loaded, cancelExpiry };
    this.resting.add(entry);
    void trainer.warm.then(
      () => (entry.loaded = true),
      () => undefined,
    );
    void trainer.exited.then(() => this.remove(entry));
  }

  private remove(entry: Idle): void {
    entry.cancelExpiry();
    this.resting.delete(entry);
  }

  private retire(entry: Idle): void {
    this.remove(entry);
    this.leave(entry.trainer);
  }

  /** A polite exit, then SIGKILL. */
  private leave(trainer: TrainerProcess): void {
    trainer.send({ type: 'exit' });
    const cancel = this.o.clock.after(LIMITS.stopGraceMs, () => trainer.kill());
    void trainer.exited.then(cancel);
  }
}
