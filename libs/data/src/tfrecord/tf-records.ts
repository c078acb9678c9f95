import { corrupt } from '../files/corrupt.js';
import { maskedCrc32c } from './crc32c.js';

export interface TfRecord {
  /** Of the record's first byte in the file. */
  readonly at: number;
  readonly data: Uint8Array;
}

const [LENGTH_BYTES, CRC_BYTES] = [8, 4] as const;

/**
 * The records of a TFRecord file: length (u64), its masked CRC-32C, data, its masked CRC-32C; little-endian.
 * @throws TrainError `data_corrupt` naming file and byte
 */
export function* tfRecords(name: string, bytes: Uint8Array): Generator<TfRecord> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const header = at + LENGTH_BYTES + CRC_BYTES;
    if (header > bytes.length)
      throw corrupt(
        `${name}: byte ${at}`,
        `the file ends at byte ${bytes.length}, inside the length of a record`,
      );
    if (view.getUint32(at + LENGTH_BYTES, true) !== maskedCrc32c(bytes.subarray(at, at + LENGTH_BYTES)))
      throw corrupt(`${name}: byte ${at}`, 'the length of a record fails its CRC-32C: no record begins here');
    const length = view.getBigUint64(at, true);
    const end = BigInt(header) + length + BigInt(CRC_BYTES);
    if (end > BigInt(bytes.length))
      throw corrupt(
        `${name}: byte ${at}`,
        `the record ends at byte ${end}, but the file at byte ${bytes.length}: it is cut`,
      );
    const data = bytes.subarray(header, header + Number(length));
    if (view.getUint32(header + data.length, true) !== maskedCrc32c(data))
      throw corrupt(
        `${name}: byte ${header}–${header + data.length - 1}`,
        'the record fails its CRC-32C: it changed',
      );
    yield { at, data };
    at = Number(end);
  }
}
