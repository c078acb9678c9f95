import type { Clock } from '@ringmaster/core';
import type { VirtualTime } from './virtual-time.js';

/** Thrown where a process dies, so that it does nothing more in this turn; whoever catches it has no effects left. */
export class ProcessDied {
  constructor(readonly process: string) {}
}

/** 2026-01-01, when every world begins; for display only. */
const BEGIN_MS = Date.UTC(2026, 0, 1);

/** Something that runs on a host, with a clock of its own, until it crashes. */
export class SimProcess {
  alive = true;
  readonly clock: Clock;
  readonly #deaths: ((how: 'crashed' | 'vanished') => void)[] = [];
  #frozenUntilMs = 0;
  #parked: (() => void)[] = [];

  constructor(
    readonly name: string,
    readonly host: string,
    private readonly time: VirtualTime,
  ) {
    this.clock = {
      monotonicMs: () => time.nowMs,
      wallMs: () => BEGIN_MS + time.nowMs,
      after: (ms, callback) => time.after(ms, () => this.run(callback)),
    };
  }

  /** Runs it now, or when the process goes on, or never. */
  run(action: () => void): void {
    if (!this.alive) return;
    if (this.time.nowMs < this.#frozenUntilMs) return void this.#parked.push(action);
    try {
      action();
    } catch (cause) {
      if (!(cause instanceof ProcessDied)) throw cause;
    }
  }

  /** As SIGSTOP and SIGCONT: what happens meanwhile happens to it afterwards, in order. */
  freeze(ms: number): void {
    if (!this.alive) return;
    this.#frozenUntilMs = Math.max(this.#frozenUntilMs, this.time.nowMs + ms);
    this.time.after(ms, () => this.#thaw());
  }

  get isFrozen(): boolean {
    return this.time.nowMs < this.#frozenUntilMs;
  }

  onDeath(listener: (how: 'crashed' | 'vanished') => void): void {
    this.#deaths.push(listener);
  }

  /** `vanished`: no peer is told, as when a machine loses its power. */
  die(how: 'crashed' | 'vanished' = 'crashed'): void {
    if (!this.alive) return;
    this.alive = false;
    this.#parked = [];
    for (const listener of this.#deaths) listener(how);
  }

  #thaw(): void {
    if (this.time.nowMs < this.#frozenUntilMs) return;
    const parked = this.#parked;
    this.#parked = [];
    for (const action of parked) this.run(action);
  }
}
