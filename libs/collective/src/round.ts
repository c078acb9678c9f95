import type { Missing } from './arrivals.js';
import { IncomingRecords } from './incoming-records.js';
import type { Membership } from './transport.js';
import type { VectorRound } from './vector-round.js';

/** One round as one rank sees it: what has arrived, what is still missing. */
export class Round {
  /** Known once this rank, or the first frame of another, has said it. */
  step: number | undefined;
  vector: VectorRound | undefined;
  /** Set when this rank has called `finish`: only then may the round end. */
  closing = false;
  readonly #records = new Map<number, IncomingRecords>();

  constructor(
    readonly number: number,
    private readonly membership: Membership,
  ) {}

  recordsOf(rank: number): IncomingRecords {
    let incoming = this.#records.get(rank);
    if (!incoming) this.#records.set(rank, (incoming = new IncomingRecords()));
    return incoming;
  }

  get complete(): boolean {
    if (!this.closing || this.vector?.complete === false) return false;
    return this.#ranks().every((rank) => this.recordsOf(rank).records !== undefined);
  }

  records(): readonly (readonly Uint8Array[])[] {
    return this.#ranks().map((rank) => this.recordsOf(rank).records ?? []);
  }

  /** By rank, the first thing it did not deliver; the likely cause first. Empty for a rank that has delivered all. */
  missing(): readonly Missing[] {
    const vector = this.vector?.missing() ?? [];
    const named = new Set(vector.map(({ rank }) => rank));
    const records = this.#ranks()
      .filter((rank) => rank !== this.membership.rank && !named.has(rank))
      .filter((rank) => this.recordsOf(rank).records === undefined)
      .map((rank) => ({ rank, what: `its records (${this.recordsOf(rank).received} bytes so far)` }));
    const all = [...vector, ...records];
    // A rank whose records are here has contributed everything: what it lacks it waits for itself.
    const waits = ({ rank }: Missing) => this.recordsOf(rank).records !== undefined;
    return [...all.filter((one) => !waits(one)), ...all.filter(waits)];
  }

  #ranks(): readonly number[] {
    return Array.from({ length: this.membership.world }, (_, rank) => rank);
  }
}
