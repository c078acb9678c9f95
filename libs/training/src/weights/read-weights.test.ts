import { encodeNpz } from '@ringmaster/data';
import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { describe, expect, it } from 'vitest';
import { encodeSafetensors, readSafetensors } from '../checkpoint/safetensors.js';
import { readWeights } from './read-weights.js';

/** A safetensors file as another program writes it. */
function foreign(
  tensors: readonly (readonly [name: string, dtype: string, shape: readonly number[], bytes: Uint8Array])[],
) {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let at = 0;
  for (const [name, dtype, shape, bytes] of tensors) {
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.length] };
    at += bytes.length;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const out = new Uint8Array(8 + json.length + at);
  new DataView(out.buffer).setBigUint64(0, BigInt(json.length), true);
  out.set(json, 8);
  let offset = 8 + json.length;
  for (const [, , , bytes] of tensors) {
    out.set(bytes, offset);
    offset += bytes.length;
  }
  return out;
}
const bytesOf = (values: Float64Array | Uint16Array | BigInt64Array) => new Uint8Array(values.buffer);

describe('weights', () => {
  it('of every floating-point type are read as float32, integers are named', async () => {
    const file = foreign([
      ['double', 'F64', [2], bytesOf(Float64Array.of(0.1, -1e300))],
      // 1, -2, the largest, the smallest, -0, ∞, NaN
      ['half', 'F16', [7], bytesOf(Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000, 0x7c00, 0x7e00))],
      ['brain', 'BF16', [3], bytesOf(Uint16Array.of(0x3f80, 0xc040, 0x7f80))],
      ['steps', 'I64', [], bytesOf(BigInt64Array.of(5n))],
    ]);
    const { tensors, metadata } = await readWeights(file, 'w.safetensors');
    const read = Object.fromEntries(tensors.map(({ name, values }) => [name, values && [...values()]]));
    expect(metadata).toEqual({ format: 'pt' });
    expect(read).toEqual({
      double: [Math.fround(0.1), -Infinity],
      half: [1, -2, 65_504, 2 ** -24, -0, Infinity, NaN],
      brain: [1, -3, Infinity],
      steps: undefined,
    });
  });

  it('of an archive of NumPy are its arrays', async () => {
    const file = encodeNpz([{ name: 'a/b', shape: [2], data: Float32Array.of(1, 2) }]);
    const { tensors } = await readWeights(file, 'w.npz');
    expect(
      tensors.map(({ name, shape, dtype, values }) => [name, shape, dtype, values && [...values()]]),
    ).toEqual([['a/b', [2], '<f4', [1, 2]]]);
  });

  it('of another format are refused by the ending', async () =>
    expect(readWeights(new Uint8Array(0), 'model.pt')).rejects.toMatchObject({
      code: 'invalid',
      message: 'model.pt is no file of weights: its name must end in .safetensors or .npz',
    }));
});

fuzzDecoder('safetensors of others', {
  decode: (bytes) => readSafetensors(bytes),
  corpus: [
    foreign([
      ['half', 'F16', [2, 1], bytesOf(Uint16Array.of(1, 2))],
      ['steps', 'I64', [], bytesOf(BigInt64Array.of(5n))],
    ]),
    encodeSafetensors([]),
  ],
  codes: ['artifact_corrupt'],
  accepted: ({ tensors }) => {
    for (const { shape, bytes } of tensors)
      expect(
        bytes.length %
          Math.max(
            1,
            shape.reduce((a, b) => a * b, 1),
          ),
      ).toBe(0);
  },
});
