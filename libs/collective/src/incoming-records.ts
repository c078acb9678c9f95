import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { BUNDLE_PREFIX_BYTES, unpackRecords } from './record-bundle.js';

/** Puts one peer's bundle of records together from its frames. */
export class IncomingRecords {
  #bundle: Uint8Array | undefined;
  #received = 0;
  records: readonly Uint8Array[] | undefined;

  get received(): number {
    return this.#received;
  }

  /** @throws TrainError `fenced` when the frames do not make a bundle */
  add(offset: number, payload: Uint8Array): void {
    if (offset !== this.#received || this.records)
      throw new TrainError('fenced', `records at byte ${offset}, expected ${this.#received}`);
    this.#bundle ??= this.#allocate(payload);
    if (offset + payload.byteLength > this.#bundle.byteLength)
      throw new TrainError('fenced', `records reach over their ${this.#bundle.byteLength} bytes`);
    this.#bundle.set(payload, offset);
    this.#received += payload.byteLength;
    if (this.#received === this.#bundle.byteLength) this.records = unpackRecords(this.#bundle);
  }

  #allocate(payload: Uint8Array): Uint8Array {
    const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    const total = payload.byteLength < BUNDLE_PREFIX_BYTES ? 0 : view.getUint32(0, true);
    if (total < BUNDLE_PREFIX_BYTES || total > LIMITS.recordBundleBytes)
      throw new TrainError('fenced', `a bundle of records cannot be ${total} bytes long`);
    return new Uint8Array(total);
  }
}
