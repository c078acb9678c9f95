import { rng, type Rng } from '@ringmaster/core';
import { describeFault, type Fault, type FrameFate, type Scenario } from './scenario.js';
import type { VirtualTime } from './virtual-time.js';

/** Frames of the past that may come a second time. */
const OLD_FRAMES = 40;
/** A frame that no other one follows on its connection is not kept back for longer: it is late. */
const HELD_MS = 100;

/** What is done to one frame. `stale`: this frame of the past comes before it. */
interface Deed {
  readonly fate: FrameFate | 'whole';
  readonly stale?: Uint8Array | undefined;
}

/** What becomes of the frames between ranks, counted over the whole world. */
export class FrameFaults {
  readonly #old: Uint8Array[] = [];
  readonly #rng: Rng;
  readonly #faults: ReadonlyMap<number, Extract<Fault, { kind: 'frame' }>>;
  #frames = 0;

  /** @param onFault called for each frame that something happens to */
  constructor(
    { seed, faults }: Pick<Scenario, 'seed' | 'faults'>,
    readonly time: VirtualTime,
    private readonly onFault: (text: string) => void,
  ) {
    this.#rng = rng(seed, 0xb0a7);
    this.#faults = new Map(
      faults.flatMap((one) => (one.kind === 'frame' ? [[one.index, one] as const] : [])),
    );
  }

  /** A connection between two ranks; `put` is its way on. */
  link(put: (bytes: Uint8Array) => void): FrameLink {
    return new FrameLink(this, put);
  }

  /** To the next frame. */
  deedFor(bytes: Uint8Array): Deed {
    this.#frames += 1;
    const fault = this.#faults.get(this.#frames);
    if (fault) this.onFault(describeFault(fault));
    const fate = fault?.fate ?? 'whole';
    const stale = fate === 'stale' ? this.#old[this.#rng.below(Math.max(1, this.#old.length))] : undefined;
    if (this.#frames % 3 === 0) this.#old.push(bytes.slice());
    if (this.#old.length > OLD_FRAMES) this.#old.shift();
    return { fate, stale };
  }
}

/** Frames of one connection on their way, as through a proxy that takes streams apart. */
export class FrameLink {
  #held: Uint8Array | undefined;

  constructor(
    private readonly faults: FrameFaults,
    private readonly put: (bytes: Uint8Array) => void,
  ) {}

  pass(bytes: Uint8Array): void {
    const { fate, stale } = this.faults.deedFor(bytes);
    if (stale) this.put(stale);
    if (fate === 'swapped') return this.#hold(bytes);
    if (fate === 'damaged') bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 0x10;
    if (fate !== 'lost') this.put(bytes);
    if (fate === 'twice') this.put(bytes);
    this.release();
  }

  /** What was kept back goes on; nothing follows it any more when the connection is about to be closed. */
  release(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held) this.put(held);
  }

  #hold(bytes: Uint8Array): void {
    this.release();
    this.#held = bytes;
    this.faults.time.after(HELD_MS, () => {
      if (this.#held === bytes) this.release();
    });
  }
}
