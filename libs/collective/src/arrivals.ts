import { TrainError } from '@ringmaster/core';
import { bytesOf } from './buckets.js';
import type { Frame, FrameHeader } from './transport.js';

/** What a rank has not delivered, as text and numbers. */
export interface Missing {
  readonly rank: number;
  readonly what: string;
}

/** Something of a vector that one rank will deliver. */
export interface Expected extends Pick<FrameHeader, 'kind' | 'bucket' | 'part'> {
  readonly rank: number;
}

interface Arrival extends Expected {
  readonly target: Uint8Array;
  received: number;
}

/** Everything of a vector that has yet to arrive, and the memory that it goes to. */
export class Arrivals {
  readonly #open = new Map<string, Arrival>();

  get complete(): boolean {
    return this.#open.size === 0;
  }

  expect(what: Expected, target: Float32Array): void {
    this.#open.set(key(what), { ...what, target: bytesOf(target), received: 0 });
  }

  /**
   * Takes one frame. @returns whether what it belongs to is now whole
   * @throws TrainError `fenced` when the frame is not the next one of something expected
   */
  take(from: number, { header, payload }: Frame): boolean {
    const { kind, bucket, part, offset } = header;
    const name = `${kind} bucket ${bucket} part ${part}`;
    const arrival = this.#open.get(key(header));
    if (!arrival || arrival.rank !== from)
      throw new TrainError('fenced', `rank ${from} sent ${name}, which is not expected of it`);
    if (offset !== arrival.received || offset + payload.byteLength > arrival.target.byteLength)
      throw new TrainError(
        'fenced',
        `rank ${from} sent ${payload.byteLength} bytes of ${name} at byte ${offset}; expected byte ${arrival.received} of ${arrival.target.byteLength}`,
      );
    arrival.target.set(payload, offset);
    arrival.received += payload.byteLength;
    return arrival.received === arrival.target.byteLength && this.#open.delete(key(header));
  }

  /** The first thing that is missing of each rank, in the order in which they were expected. */
  missing(): readonly Missing[] {
    const byRank = new Map<number, Missing>();
    for (const { rank, kind, bucket, part, target, received } of this.#open.values()) {
      if (byRank.has(rank)) continue;
      const what = `bucket ${bucket} part ${part} (${kind}, ${received} of ${target.byteLength} bytes)`;
      byRank.set(rank, { rank, what });
    }
    return [...byRank.values()];
  }
}

const key = ({ kind, bucket, part }: Pick<FrameHeader, 'kind' | 'bucket' | 'part'>): string =>
  `${kind}/${bucket}/${part}`;
