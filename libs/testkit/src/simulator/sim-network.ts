import type { Rng } from '@ringmaster/core';
import type { SimProcess } from './sim-process.js';
import type { VirtualTime } from './virtual-time.js';

/** `ended`: closed in order. `broken`: a reset. `refused`: nobody listens. */
export type WireEnd = 'ended' | 'broken' | 'refused';

/** One end of a connection, as its process sees it. */
export interface WireListener {
  message(message: unknown): void;
  /** Called once, after the last message. */
  ended(how: WireEnd): void;
}

export interface WireSide {
  listener: WireListener | undefined;
  send(message: unknown): void;
  /** In order: the other side gets what was sent before. */
  end(): void;
  /** At once; this side hears nothing more. */
  cancel(): void;
  /** What a keepalive finds out: the other process is there, goes on, and the way is free. */
  isAnswered(): boolean;
}

export interface NetworkPace {
  readonly baseMs: number;
  /** Up to so much is added to each message. */
  readonly jitterMs: number;
}

interface Block {
  readonly from: string;
  readonly to: string;
  readonly untilMs: number;
}

type Item = { readonly message: unknown } | { readonly end: WireEnd };

interface Door {
  readonly process: SimProcess;
  accept(side: WireSide, request: unknown): void;
}

/**
 * Hosts and what is between them. Connections keep their order and lose nothing while both ends live, as TCP does: what
 * is cut off meanwhile waits, and comes when the way is free. A host that vanishes leaves its peers half-open.
 */
export class SimNetwork {
  readonly #blocks: Block[] = [];
  readonly #doors = new Map<string, Door>();
  readonly #vanished = new Set<SimProcess>();

  constructor(
    readonly time: VirtualTime,
    private readonly rng: Rng,
    private readonly pace: NetworkPace,
  ) {}

  /** Cuts the way from one host to another; the way back is another one. */
  block(from: string, to: string, ms: number): void {
    this.#blocks.push({ from, to, untilMs: this.time.nowMs + ms });
  }

  /** When the way is free: now, or later. */
  freeAtMs(from: string, to: string): number {
    const now = this.time.nowMs;
    if (from === to) return now;
    return this.#blocks.reduce(
      (latest, block) => (block.from === from && block.to === to ? Math.max(latest, block.untilMs) : latest),
      now,
    );
  }

  delayMs(from: string, to: string): number {
    const { baseMs, jitterMs } = this.pace;
    return from === to ? 0.05 + 0.1 * this.rng.uniform() : baseMs + jitterMs * this.rng.uniform();
  }

  listen(address: string, door: Door): () => void {
    this.#doors.set(address, door);
    return () => {
      if (this.#doors.get(address) === door) this.#doors.delete(address);
    };
  }

  /** Asked from a host: can one say that nobody is there? Not while the way is cut, nor of a host that vanished. */
  isNobodyAt(address: string, from: string): boolean {
    const door = this.#doors.get(address);
    if (door?.process.alive || !door || this.#vanished.has(door.process)) return false;
    const { nowMs } = this.time;
    return this.freeAtMs(from, door.process.host) <= nowMs && this.freeAtMs(door.process.host, from) <= nowMs;
  }

  vanish(process: SimProcess): void {
    this.#vanished.add(process);
    process.die('vanished');
  }

  hasVanished(process: SimProcess): boolean {
    return this.#vanished.has(process);
  }

  /** Connects; whether anybody answers is seen by what comes. */
  dial(from: SimProcess, address: string, request: unknown, listener: WireListener): WireSide {
    const door = this.#doors.get(address);
    const to = door?.process ?? from;
    const wire = new Wire(this, from, to);
    const [near, far] = wire.sides;
    near.listener = listener;
    if (!door) this.time.after(this.delayMs(from.host, 'elsewhere'), () => near.deliver({ end: 'refused' }));
    else {
      wire.open((accept) => {
        if (this.#doors.get(address) !== door) return near.deliver({ end: 'refused' });
        accept();
        door.accept(far, request);
      });
    }
    return near;
  }
}

class Wire {
  readonly sides: readonly [Side, Side];

  constructor(
    readonly network: SimNetwork,
    near: SimProcess,
    far: SimProcess,
  ) {
    const a = new Side(network, near);
    const b = new Side(network, far);
    a.other = b;
    b.other = a;
    this.sides = [a, b];
    for (const side of this.sides)
      side.process.onDeath((how) => {
        if (how === 'crashed') side.hangUp();
      });
  }

  /** The request goes the way of all messages. */
  open(arrived: (accept: () => void) => void): void {
    const [near, far] = this.sides;
    near.transmit({
      deliver: () => {
        if (far.process.alive) return far.process.run(() => arrived(() => undefined));
        if (!this.network.hasVanished(far.process)) near.deliver({ end: 'refused' });
      },
    });
  }
}

class Side implements WireSide {
  listener: WireListener | undefined;
  other!: Side;
  #over = false;
  #sending = true;
  #lastMs = 0;

  constructor(
    private readonly network: SimNetwork,
    readonly process: SimProcess,
  ) {}

  send(message: unknown): void {
    if (this.#over || !this.#sending || !this.process.alive) return;
    this.transmit({ deliver: () => this.other.deliver({ message }) });
  }

  end(): void {
    if (!this.#sending || !this.process.alive) return;
    this.#sending = false;
    this.transmit({ deliver: () => this.other.deliver({ end: 'ended' }) });
  }

  cancel(): void {
    if (this.#over) return;
    this.#over = true;
    if (this.process.alive && this.#sending) this.hangUp();
  }

  isAnswered(): boolean {
    const { network, process, other } = this;
    const now = network.time.nowMs;
    const isFree =
      network.freeAtMs(process.host, other.process.host) <= now &&
      network.freeAtMs(other.process.host, process.host) <= now;
    return isFree && other.process.alive && !other.process.isFrozen;
  }

  /** The kernel's reset, also of a process that is gone. */
  hangUp(): void {
    if (!this.#sending) return;
    this.#sending = false;
    this.transmit({ deliver: () => this.other.deliver({ end: 'broken' }) });
  }

  /** After everything before it, and not while the way is cut. */
  transmit(item: { readonly deliver: () => void }): void {
    const { network } = this;
    const [from, to] = [this.process.host, this.other.process.host];
    const atMs = Math.max(this.#lastMs, network.time.nowMs + network.delayMs(from, to));
    this.#lastMs = atMs;
    const arrive = (): void => {
      const freeMs = network.freeAtMs(from, to);
      const now = network.time.nowMs;
      if (freeMs <= now) return item.deliver();
      this.#lastMs = Math.max(this.#lastMs, freeMs);
      network.time.after(freeMs - now, arrive);
    };
    network.time.after(atMs - network.time.nowMs, arrive);
  }

  deliver(item: Item): void {
    const { process } = this;
    if (!process.alive) {
      // A kernel answers for a process that is gone; a host that is gone does not.
      if (!('end' in item) && !this.network.hasVanished(process)) this.hangUp();
      return;
    }
    process.run(() => {
      if (this.#over) return;
      if ('message' in item) return this.listener?.message(item.message);
      this.#over = true;
      this.#sending = false;
      this.listener?.ended(item.end);
    });
  }
}
