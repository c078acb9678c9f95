import { describe, expect, it } from 'vitest';
import type { NamedTensor } from './named-tensor.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

const tensors: readonly NamedTensor[] = [
  { name: 'dense/kernel', shape: [2, 3], data: Float32Array.of(1, -2, 3.5, NaN, Infinity, -0) },
  { name: 'ids', shape: [2], data: Int32Array.of(-1, 2 ** 31 - 1) },
  { name: 'scalar', shape: [], data: Float32Array.of(0.1) },
  { name: 'none', shape: [0, 4], data: new Float32Array(0) },
  { name: '__proto__', shape: [1], data: Float32Array.of(9) },
];

describe('round trip', () => {
  it('keeps names, shapes, types and bits, in order', () => {
    const decoded = decodeSafetensors(encodeSafetensors(tensors, { model: 'mlp' }));
    expect(decoded.metadata).toEqual({ model: 'mlp' });
    expect([...decoded.tensors].sort(byName)).toEqual([...tensors].sort(byName));
    expect(Object.is(decoded.tensors[0]?.data[5], -0)).toBe(true);
  });

  it('reads from any offset of a larger buffer and gives copies', () => {
    const file = encodeSafetensors(tensors);
    const larger = new Uint8Array(file.byteLength + 3);
    larger.set(file, 3);
    const view = larger.subarray(3);
    const { tensors: found } = decodeSafetensors(view);
    view.fill(0);
    expect(found[0]?.data[0]).toBe(1);
  });

  it('aligns the data to eight bytes and knows an empty file', () => {
    const file = encodeSafetensors(tensors.slice(0, 1));
    expect(new DataView(file.buffer).getBigUint64(0, true) % 8n).toBe(0n);
    expect(decodeSafetensors(encodeSafetensors([])).tensors).toEqual([]);
  });

  it('writes the published layout', () => {
    const header = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
    const file = encodeSafetensors([{ name: 'a', shape: [1], data: Float32Array.of(1) }]);
    expect([...file]).toEqual([
      padded.length,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      ...new TextEncoder().encode(padded),
      0,
      0,
      0x80,
      0x3f,
    ]);
  });
});

const byName = (a: NamedTensor, b: NamedTensor) => (a.name < b.name ? -1 : 1);

function fileOf(
  header: string,
  dataBytes: number,
  length = BigInt(new TextEncoder().encode(header).byteLength),
): Uint8Array {
  const json = new TextEncoder().encode(header);
  const out = new Uint8Array(8 + json.byteLength + dataBytes);
  new DataView(out.buffer).setBigUint64(0, length, true);
  out.set(json, 8);
  return out;
}
const entry = (begin: number, end: number, shape = `[${(end - begin) / 4}]`, dtype = 'F32') =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`;

describe('refusals', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /ends at byte 0, inside of the header's length/],
    ['a huge header', fileOf('{}', 0, 2n ** 40n), /over the limit/],
    ['a header cut short', fileOf('{}', 0, 10n), /ends at byte 10, inside of the header \(up to byte 18\)/],
    ['no JSON', fileOf('{"a":', 0), /not JSON/],
    ['a list', fileOf('[]', 0), /not an object/],
    ['missing data', fileOf(`{"a":${entry(0, 8)}}`, 4), /ends at byte \d+, its header promises \d+/],
    ['trailing data', fileOf(`{"a":${entry(0, 8)}}`, 9), /1 bytes too many/],
    [
      'a gap',
      fileOf(`{"a":${entry(0, 4)},"b":${entry(8, 12)}}`, 12),
      /"b" begins at byte 8 of the data, expected 4/,
    ],
    ['an overlap', fileOf(`{"a":${entry(0, 8)},"b":${entry(4, 12)}}`, 12), /"b" begins at byte 4/],
    [
      'a shape that does not fit',
      fileOf(`{"a":${entry(0, 8, '[3]')}}`, 8),
      /shape \[3\] has 8 bytes, expected 12/,
    ],
    ['another type', fileOf(`{"a":${entry(0, 8, '[1]', 'F64')}}`, 8), /tensor "a"/],
    ['a negative size', fileOf(`{"a":${entry(0, 8, '[-2]')}}`, 8), /tensor "a"/],
    [
      'an unknown field',
      fileOf('{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"code":"x"}}', 0),
      /tensor "a"/,
    ],
    ['a name twice', fileOf(`{"a":${entry(0, 4)},"a":${entry(0, 4)}}`, 4), /names "a" twice/],
    [
      'a name twice, once escaped',
      fileOf(`{"a":${entry(0, 4)},"\\u0061":${entry(0, 4)}}`, 4),
      /names "a" twice/,
    ],
    ['metadata that is no text', fileOf('{"__metadata__":{"a":1}}', 0), /__metadata__/],
    ['bytes that are no text', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe), /not UTF-8/],
  ])('%s', (_what, bytes, message) => {
    expect(() => decodeSafetensors(bytes, 'weights.safetensors')).toThrow(
      expect.objectContaining({
        code: 'artifact_corrupt',
        message: expect.stringMatching(message) as string,
      }),
    );
    expect(() => decodeSafetensors(bytes, 'weights.safetensors')).toThrow(/^weights\.safetensors: /);
  });

  it('refuses every proper prefix of a file', () => {
    const file = encodeSafetensors(tensors.slice(0, 2));
    for (let end = 0; end < file.byteLength; end++)
      expect(() => decodeSafetensors(file.subarray(0, end))).toThrow(
        expect.objectContaining({ code: 'artifact_corrupt' }),
      );
  });
});
