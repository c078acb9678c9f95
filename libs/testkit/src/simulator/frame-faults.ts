import { rng, type Rng } from '@ringmaster/core';
import { describeFault, type Fault, type Scenario } from './scenario.js';
import type { FrameFate } from './sim-transport.js';

/** Frames of the past that may come a second time. */
const OLD_FRAMES = 40;

/** What becomes of the frames between ranks, counted over the whole world. */
export class FrameFaults {
  readonly #old: Uint8Array[] = [];
  readonly #rng: Rng;
  readonly #faults: ReadonlyMap<number, Extract<Fault, { kind: 'frame' }>>;
  #frames = 0;

  /** @param onFault called for each frame that something happens to */
  constructor(
    { seed, faults }: Scenario,
    private readonly onFault: (text: string) => void,
  ) {
    this.#rng = rng(seed, 0xb0a7);
    this.#faults = new Map(
      faults.flatMap((one) => (one.kind === 'frame' ? [[one.index, one] as const] : [])),
    );
  }

  /** Of the next frame; `stale` comes in its place. */
  fateOf(bytes: Uint8Array): { fate: FrameFate; stale?: Uint8Array | undefined } {
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
