import { maskedCrc32c } from './crc32c.js';

type Values =
  readonly number[] | { readonly ints: readonly (number | bigint)[] } | readonly (string | Uint8Array)[];
const utf8 = new TextEncoder();

const joined = (parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));
const varint = (value: bigint): Uint8Array => {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...bytes, Number(rest)]);
};
const field = (number: number, bytes: Uint8Array): Uint8Array =>
  joined([varint(BigInt(number * 8 + 2)), varint(BigInt(bytes.length)), bytes]);

function feature(values: Values): Uint8Array {
  if ('ints' in values) return field(3, field(1, joined(values.ints.map((value) => varint(BigInt(value))))));
  if (typeof values[0] === 'number')
    return field(2, field(1, new Uint8Array(Float32Array.from(values as number[]).buffer)));
  const texts = values as readonly (string | Uint8Array)[];
  return field(1, joined(texts.map((text) => field(1, typeof text === 'string' ? utf8.encode(text) : text))));
}

/** A `tf.train.Example`, its lists packed. */
export const exampleBytes = (features: Readonly<Record<string, Values>>): Uint8Array =>
  field(
    1,
    joined(
      Object.entries(features).map(([name, values]) =>
        field(1, joined([field(1, utf8.encode(name)), field(2, feature(values))])),
      ),
    ),
  );

/** A record with its two checksums. */
export function tfRecordBytes(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return bytes;
}

export const tfRecordFile = (...examples: readonly Uint8Array[]): Uint8Array =>
  joined(examples.map(tfRecordBytes));
