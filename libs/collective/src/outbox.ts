import type { FrameHeader, Transport } from './transport.js';

/** A block of bytes of one part; it goes out as frames of at most `frameBytes`. */
export interface Parcel {
  readonly header: Omit<FrameHeader, 'offset'>;
  readonly bytes: Uint8Array;
}

/** Sends parcels to one peer, in order, one frame after the other as the transport has room. */
export class Outbox {
  readonly #queue: Parcel[] = [];
  #pumping: Promise<void> | undefined;

  constructor(
    private readonly o: {
      readonly transport: Transport;
      readonly peer: number;
      readonly frameBytes: number;
      /** Called once; the rest of the queue is dropped. */
      readonly onLost: (cause: unknown) => void;
    },
  ) {}

  push(parcel: Parcel): void {
    this.#queue.push(parcel);
    this.#pumping ??= this.#pump();
  }

  /** Resolves when nothing waits any more, sent or dropped. */
  async idle(): Promise<void> {
    while (this.#pumping) await this.#pumping;
  }

  /** The oldest round of which something still waits here. */
  oldestRound(): number | undefined {
    return this.#queue[0]?.header.round;
  }

  async #pump(): Promise<void> {
    try {
      for (let parcel = this.#queue[0]; parcel; parcel = this.#queue[0]) {
        await this.#send(parcel);
        this.#queue.shift();
      }
    } catch (cause) {
      this.#queue.length = 0;
      this.o.onLost(cause);
    } finally {
      this.#pumping = undefined;
    }
  }

  async #send({ header, bytes }: Parcel): Promise<void> {
    const { transport, peer, frameBytes } = this.o;
    for (let offset = 0; offset < bytes.byteLength; offset += frameBytes) {
      const payload = bytes.subarray(offset, offset + frameBytes);
      await transport.send(peer, { header: { ...header, offset }, payload });
    }
  }
}
