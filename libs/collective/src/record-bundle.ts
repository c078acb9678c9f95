import { TrainError } from '@ringmaster/core';

/** Bytes of the prefix that says how long a bundle is in all. */
export const BUNDLE_PREFIX_BYTES = 4;

/** Packs one rank's records, which are opaque here, into one block: total bytes, then (length, bytes) each. */
export function packRecords(records: readonly Uint8Array[]): Uint8Array {
  const total = records.reduce((sum, record) => sum + 4 + record.byteLength, BUNDLE_PREFIX_BYTES);
  const bundle = new Uint8Array(total);
  const view = new DataView(bundle.buffer);
  view.setUint32(0, total, true);
  let at = BUNDLE_PREFIX_BYTES;
  for (const record of records) {
    view.setUint32(at, record.byteLength, true);
    bundle.set(record, at + 4);
    at += 4 + record.byteLength;
  }
  return bundle;
}

/** @throws TrainError `fenced` when the block is not one that `packRecords` made */
export function unpackRecords(bundle: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const total = bundle.byteLength < BUNDLE_PREFIX_BYTES ? undefined : view.getUint32(0, true);
  if (total !== bundle.byteLength)
    throw new TrainError(
      'fenced',
      `a bundle of records says ${total ?? 'nothing'} and has ${bundle.byteLength} bytes`,
    );
  const records: Uint8Array[] = [];
  let at = BUNDLE_PREFIX_BYTES;
  while (at < bundle.byteLength) {
    const end = at + 4 <= bundle.byteLength ? at + 4 + view.getUint32(at, true) : Infinity;
    if (end > bundle.byteLength) throw new TrainError('fenced', `a bundle of records is cut at byte ${at}`);
    records.push(bundle.subarray(at + 4, end));
    at = end;
  }
  return records;
}
