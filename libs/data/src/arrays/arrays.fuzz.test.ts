import { LIMITS } from '@ringmaster/contracts';
import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { expect, it } from 'vitest';
import { arrayBlock } from './array-block.js';
import { crc32 } from './crc32.js';
import { readNpy } from './read-npy.js';
import { readZip } from './read-zip.js';
import { deflated, npyFile, zipFile } from './samples-for-tests.js';

const x = npyFile('<f4', [2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));
const y = npyFile('<i8', [2], BigInt64Array.of(0n, 1n));

fuzzDecoder('npy', {
  decode: (bytes) => readNpy('a.npy', bytes),
  corpus: [x, y, npyFile('|u1', [], Uint8Array.of(7)), npyFile('<f8', [0, 4], new Float64Array())],
  codes: ['data_corrupt'],
  accepted: ({ shape, values }) => {
    expect(shape.every((dim) => Number.isSafeInteger(dim) && dim >= 0)).toBe(true);
    expect(values).toHaveLength(shape.reduce((product, dim) => product * dim, 1));
  },
});

it.each([
  ['two numbers in one place', '(1 2,)'],
  ['a number that is not exact', '(0, 99999999999999999999)'],
  ['a number without end', `(0, 1${'0'.repeat(400)})`],
])('a shape of %s is refused', (_what, shape) => {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`;
  const bytes = Uint8Array.of(
    ...x.subarray(0, 8),
    text.length & 0xff,
    text.length >> 8,
    ...new TextEncoder().encode(text),
  );
  expect(() => readNpy('a.npy', bytes)).toThrow(expect.objectContaining({ code: 'data_corrupt' }));
});

/** Every entry's checksum fits what it holds, stored or packed. */
function sealed(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  for (let at = 0; at + 46 <= out.length; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    const local = view.getUint32(at + 42, true);
    if (local + 30 > out.length) continue;
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const data = out.subarray(start, start + view.getUint32(at + 20, true));
    if (view.getUint16(at + 10, true) === 0) view.setUint32(at + 16, crc32(data), true);
  }
  return out;
}

fuzzDecoder('npz and zip', {
  decode: async (bytes) => {
    const zip = readZip('a.npz', bytes);
    expect(zip.names.length).toBeLessThanOrEqual(LIMITS.zipEntries);
    const array = async (name: string) => ({ name, array: readNpy(name, await zip.entry(`${name}.npy`)) });
    return arrayBlock(await array('x'), await array('y'));
  },
  corpus: [
    zipFile([
      { name: 'x.npy', bytes: x },
      { name: 'y.npy', bytes: y },
    ]),
    zipFile([
      { name: 'x.npy', bytes: x, deflated: await deflated(x) },
      { name: 'y.npy', bytes: y, deflated: await deflated(y) },
    ]),
  ],
  codes: ['data_corrupt'],
  seal: sealed,
});
