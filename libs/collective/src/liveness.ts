import type { Clock } from '@ringmaster/core';

export interface LivenessOptions {
  readonly peers: readonly number[];
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly silentMs: number;
  /** Resolves when the peer has answered; rejections are silence. */
  readonly ping: (peer: number) => Promise<void>;
  /** Called once per peer. */
  readonly onSilent: (peer: number, silentMs: number) => void;
}

/**
 * Notices peers that neither answer pings nor send anything. A process that was itself stopped for a while (its own
 * ticks come late) does not blame the others for it.
 */
export class Liveness {
  readonly #heardMs = new Map<number, number>();
  readonly #inFlight = new Set<number>();
  #tickMs: number;
  #cancel: () => void;

  constructor(private readonly o: LivenessOptions) {
    this.#tickMs = o.clock.monotonicMs();
    for (const peer of o.peers) this.#heardMs.set(peer, this.#tickMs);
    this.#cancel = o.clock.after(o.intervalMs, () => this.#tick());
  }

  heard(peer: number): void {
    if (this.#heardMs.has(peer)) this.#heardMs.set(peer, this.o.clock.monotonicMs());
  }

  /** How long nothing was heard of a peer, ms; 0 for one that is not watched. */
  silentMs(peer: number): number {
    const heardMs = this.#heardMs.get(peer);
    return heardMs === undefined ? 0 : this.o.clock.monotonicMs() - heardMs;
  }

  forget(peer: number): void {
    this.#heardMs.delete(peer);
  }

  stop(): void {
    this.#cancel();
    this.#heardMs.clear();
  }

  #tick(): void {
    const { clock, intervalMs, silentMs, onSilent } = this.o;
    const now = clock.monotonicMs();
    const lateMs = Math.max(0, now - this.#tickMs - intervalMs);
    this.#tickMs = now;
    for (const [peer, heardMs] of this.#heardMs) {
      const since = now - Math.min(now, heardMs + lateMs);
      this.#heardMs.set(peer, now - since);
      if (since < silentMs) this.#ping(peer);
      else {
        this.forget(peer);
        onSilent(peer, since);
      }
    }
    this.#cancel = clock.after(intervalMs, () => this.#tick());
    if (this.#heardMs.size === 0) this.#cancel();
  }

  #ping(peer: number): void {
    if (this.#inFlight.has(peer)) return;
    this.#inFlight.add(peer);
    this.o
      .ping(peer)
      .then(
        () => this.heard(peer),
        () => undefined,
      )
      .finally(() => this.#inFlight.delete(peer));
  }
}
