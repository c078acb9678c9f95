import { encode } from 'fast-png';
import { expect, it } from 'vitest';
import { crc32c, maskedCrc32c } from './crc32c.js';
import { readTfRecord, type TfRecordOptions } from './read-tfrecord.js';
import { exampleBytes, tfRecordFile } from './tfrecord-for-tests.js';

const options: TfRecordOptions = {
  ...{ label: 'kind', labelKind: 'category', ignore: [], missing: 'refuse' },
  ...{ fit: 'refuse', channels: 'rgb' },
};
const read = (bytes: Uint8Array, extra: Partial<TfRecordOptions> = {}) =>
  readTfRecord('t.tfrecord', bytes, { ...options, ...extra });
const one = exampleBytes({ x: [1.5, -2], n: { ints: [7] }, kind: ['cat'] });
const two = exampleBytes({ kind: ['dog'], n: { ints: [-3] }, x: [0.25, 4] });

it('has the checksum of RFC 3720, and masks it as TensorFlow does', () => {
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  // The header of a record of 24 bytes, as TensorFlow wrote it.
  const length = Uint8Array.of(24, 0, 0, 0, 0, 0, 0, 0);
  expect(maskedCrc32c(length)).toBe(0x224b7fa3);
});

it('reads floats, integers and words, whatever the order of the features', async () => {
  const block = await read(tfRecordFile(one, two));
  expect(block.columns).toEqual(['x[0]', 'x[1]', 'n']);
  expect([...block.x]).toEqual([1.5, -2, 7, 0.25, 4, -3]);
  expect(block.labels).toEqual({ kind: 'category', values: ['cat', 'dog'] });
  expect(block.labelAt(1)).toBe(`t.tfrecord: record 1 (byte ${one.length + 16})`);
});

it('reads numbers to predict, chosen features and empty lists as missing values', async () => {
  const empty = exampleBytes({ x: [0, 0], n: { ints: [] }, kind: ['cat'] });
  const block = await read(tfRecordFile(one, empty), { missing: 'mean', features: ['n'] });
  expect([...block.x]).toEqual([7, NaN]);
  const numbers = await read(tfRecordFile(one), { label: 'n', labelKind: 'number', ignore: ['kind'] });
  expect(numbers.labels).toEqual({ kind: 'number', values: Float32Array.of(7), shape: [1] });
});

it('decodes images', async () => {
  const png = encode({ width: 2, height: 1, channels: 3, depth: 8, data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  const block = await read(tfRecordFile(exampleBytes({ image: [png], kind: ['cat'] })), { image: 'image' });
  expect(block.inputShape).toEqual([1, 2, 3]);
  expect([...block.x]).toEqual([1, 2, 3, 4, 5, 6]);
});

const file = tfRecordFile(one, two);
const patched = (at: number, value: number) => {
  const bytes = file.slice();
  bytes[at] = value;
  return bytes;
};
const lone = (bytes: Uint8Array) => tfRecordFile(bytes);

it.each<[string, Uint8Array, string, Partial<TfRecordOptions>?]>([
  ['an empty file', new Uint8Array(), 't.tfrecord: holds no records'],
  [
    'a cut header',
    file.subarray(0, 7),
    't.tfrecord: byte 0: the file ends at byte 7, inside the length of a record',
  ],
  [
    'a cut record',
    file.subarray(0, file.length - 1),
    `t.tfrecord: byte ${one.length + 16}: the record ends at byte ${file.length}, but the file at byte ${file.length - 1}: it is cut`,
  ],
  ['a changed length', patched(0, 3), 't.tfrecord: byte 0: the length of a record fails its CRC-32C'],
  [
    'a changed value',
    patched(20, 0xff),
    `t.tfrecord: byte 12–${11 + one.length}: the record fails its CRC-32C`,
  ],
  ['another kind of file', new TextEncoder().encode('a,b,kind\n1,2,cat\n'), 't.tfrecord: byte 0: the length'],
  [
    'a record that is no Example',
    lone(Uint8Array.of(0x0b)),
    't.tfrecord: record 0 (byte 0): is no tf.train.Example: wire type 3',
  ],
  [
    'a field beyond its message',
    lone(Uint8Array.of(0x0a, 0x7f, 1)),
    'is no tf.train.Example: a field of 127 bytes ends behind the message',
  ],
  [
    'an endless number',
    lone(new Uint8Array(12).fill(0xff)),
    'is no tf.train.Example: a number of more than ten bytes',
  ],
  ['a number that is cut', lone(Uint8Array.of(0x80)), 'is no tf.train.Example: it ends inside a number'],
  [
    'a label that is not there',
    lone(exampleBytes({ x: [1] })),
    't.tfrecord: record 0 (byte 0): there is no column "kind"',
  ],
  [
    'a list of another length',
    tfRecordFile(one, exampleBytes({ x: [1], n: { ints: [1] }, kind: ['cat'] })),
    `record 1 (byte ${one.length + 16}): "x" must be a list of 2 numbers, as in the first sample`,
  ],
  [
    'a missing feature',
    tfRecordFile(one, exampleBytes({ x: [1, 2], kind: ['cat'] })),
    '"n" is missing; say data.config.missing',
  ],
  [
    'an integer beyond 2⁵³',
    lone(exampleBytes({ n: { ints: [2n ** 60n] }, kind: ['cat'] })),
    'the integer 1152921504606846976 is larger',
  ],
  [
    'an image that is none',
    lone(exampleBytes({ image: ['GIF89a'], kind: ['cat'] })),
    'neither a PNG nor a JPEG',
    { image: 'image' },
  ],
  [
    'numbers for an image',
    lone(exampleBytes({ image: [1, 2], kind: ['cat'] })),
    'must hold the bytes of an image',
    { image: 'image' },
  ],
])('refuses %s', async (_what, bytes, message, extra) => {
  await expect(read(bytes, extra)).rejects.toMatchObject({ code: 'data_corrupt' });
  await expect(read(bytes, extra)).rejects.toThrow(message);
});
