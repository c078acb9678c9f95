import { corrupt, shown } from '../files/corrupt.js';

/** The values of one feature of a `tf.train.Example`. */
export type FeatureValues =
  | { readonly kind: 'bytes'; readonly values: readonly Uint8Array[] }
  | { readonly kind: 'numbers'; readonly values: readonly number[] };

interface Field {
  readonly number: number;
  /** Varints and fixed numbers as they are; messages, texts and packed lists as bytes. */
  readonly value: bigint | number | Uint8Array;
}

const TEXT = new TextDecoder('utf-8', { fatal: true });

/**
 * A `tf.train.Example`: a map of names to lists of bytes, floats or int64s. Decoded by hand, so that what is wrong can be
 * said with its byte; what the message type does not know is passed over, as protobuf asks for.
 * @param where of the record, for messages
 * @throws TrainError `data_corrupt`
 */
export function readExample(where: string, bytes: Uint8Array): ReadonlyMap<string, FeatureValues> {
  const features = new Map<string, FeatureValues>();
  for (const outer of messages(where, bytes, 1))
    for (const entry of messages(where, outer, 1)) {
      let [name, feature] = [undefined as string | undefined, new Uint8Array()];
      for (const { number, value } of fields(where, entry)) {
        if (number === 1 && value instanceof Uint8Array) name = text(where, value);
        if (number === 2 && value instanceof Uint8Array) feature = value as Uint8Array<ArrayBuffer>;
      }
      if (name === undefined) throw corrupt(where, 'a feature without a name');
      features.set(name, readFeature(`${where}, feature ${shown(name)}`, feature));
    }
  return features;
}

function readFeature(where: string, bytes: Uint8Array): FeatureValues {
  let found: FeatureValues = { kind: 'numbers', values: [] };
  for (const { number, value } of fields(where, bytes)) {
    if (!(value instanceof Uint8Array)) continue;
    if (number === 1) found = { kind: 'bytes', values: [...messages(where, value, 1)] };
    if (number === 2) found = { kind: 'numbers', values: floats(where, value) };
    if (number === 3) found = { kind: 'numbers', values: integers(where, value) };
  }
  return found;
}

function* messages(where: string, bytes: Uint8Array, wanted: number): Generator<Uint8Array> {
  for (const { number, value } of fields(where, bytes))
    if (number === wanted && value instanceof Uint8Array) yield value;
}

/** Packed, or one after the other. */
function floats(where: string, bytes: Uint8Array): readonly number[] {
  return [...fields(where, bytes)].flatMap(({ number, value }) => {
    if (number !== 1) return [];
    if (typeof value === 'number') return [value];
    if (!(value instanceof Uint8Array) || value.length % 4 !== 0)
      throw corrupt(where, 'a list of floats whose length is not a multiple of four bytes');
    const view = new DataView(value.buffer, value.byteOffset, value.length);
    return Array.from({ length: value.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  });
}

function integers(where: string, bytes: Uint8Array): readonly number[] {
  return [...fields(where, bytes)].flatMap(({ number, value }) => {
    if (number !== 1) return [];
    const list: number[] = [];
    if (typeof value === 'bigint') list.push(signed(where, value));
    if (value instanceof Uint8Array)
      for (let at = 0; at < value.length;) {
        const one = varint(where, value, at);
        list.push(signed(where, one.value));
        at = one.end;
      }
    return list;
  });
}

function signed(where: string, value: bigint): number {
  const integer = BigInt.asIntN(64, value);
  if (integer > BigInt(Number.MAX_SAFE_INTEGER) || integer < BigInt(Number.MIN_SAFE_INTEGER))
    throw corrupt(where, `the integer ${integer} is larger than numbers can be exactly`);
  return Number(integer);
}

function* fields(where: string, bytes: Uint8Array): Generator<Field> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const need = (at: number, length: number): number => {
    if (at + length > bytes.length)
      throw corrupt(where, `is no tf.train.Example: a field of ${length} bytes ends behind the message`);
    return at + length;
  };
  for (let at = 0; at < bytes.length;) {
    const key = varint(where, bytes, at);
    const [number, wire] = [Number(key.value >> 3n), Number(key.value & 7n)];
    at = key.end;
    if (wire === 0) {
      const { value, end } = varint(where, bytes, at);
      yield { number, value };
      at = end;
    } else if (wire === 1 || wire === 5) {
      const end = need(at, wire === 1 ? 8 : 4);
      yield { number, value: wire === 1 ? view.getFloat64(at, true) : view.getFloat32(at, true) };
      at = end;
    } else if (wire === 2) {
      const length = varint(where, bytes, at);
      const end = need(length.end, Number(length.value));
      yield { number, value: bytes.subarray(length.end, end) };
      at = end;
    } else throw corrupt(where, `is no tf.train.Example: wire type ${wire} at byte ${at - 1} of the message`);
  }
}

function varint(where: string, bytes: Uint8Array, from: number): { value: bigint; end: number } {
  let value = 0n;
  for (let at = from; at < from + 10; at++) {
    const byte = bytes[at];
    if (byte === undefined) throw corrupt(where, 'is no tf.train.Example: it ends inside a number');
    value |= BigInt(byte & 0x7f) << BigInt(7 * (at - from));
    if (byte < 0x80) return { value, end: at + 1 };
  }
  throw corrupt(where, 'is no tf.train.Example: a number of more than ten bytes');
}

/** UTF-8 of a name or a label. @throws TrainError `data_corrupt` */
export function text(where: string, bytes: Uint8Array): string {
  try {
    return TEXT.decode(bytes);
  } catch (cause) {
    throw corrupt(where, 'a text that is not UTF-8', { cause });
  }
}
