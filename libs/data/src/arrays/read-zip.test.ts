import { expect, it } from 'vitest';
import { readZip } from './read-zip.js';
import { deflated, patched, zipFile } from './samples-for-tests.js';

const CONTENT = Uint8Array.from({ length: 5_000 }, (_, i) => (i * i) % 251);
const STORED = zipFile([{ name: 'x.npy', bytes: CONTENT }]);
const PACKED_CONTENT = await deflated(CONTENT);
const PACKED = zipFile([{ name: 'x.npy', bytes: CONTENT, deflated: PACKED_CONTENT }]);
const BOMB = zipFile([
  { name: 'x.npy', bytes: CONTENT, deflated: await deflated(new Uint8Array(10_000_000)) },
]);
const DIRECTORY = STORED.length - 22 - 5 - 46;

it('reads stored and deflated entries', async () => {
  for (const archive of [STORED, PACKED]) {
    const zip = readZip('a.npz', archive);
    expect(zip.names).toEqual(['x.npy']);
    expect(await zip.entry('x.npy')).toEqual(CONTENT);
  }
});

it('reads an archive that is a view into a larger buffer', async () => {
  const larger = new Uint8Array(PACKED.length + 3);
  larger.set(PACKED, 3);
  expect(await readZip('a.npz', larger.subarray(3)).entry('x.npy')).toEqual(CONTENT);
});

it.each([
  ['empty', new Uint8Array(), 'a.npz: ends at byte 0 without a ZIP directory'],
  ['cut in half', STORED.subarray(0, 2_000), 'a.npz: ends at byte 2000 without a ZIP directory: it is cut'],
  ['cut at its very end', STORED.subarray(0, -1), 'without a ZIP directory'],
  [
    'without its directory',
    patched(STORED, DIRECTORY, 0),
    `a.npz: byte ${DIRECTORY}: entry 1 of 1 of the archive's directory is not there`,
  ],
  [
    'encrypted',
    patched(STORED, DIRECTORY + 8, 1),
    `a.npz: byte ${DIRECTORY}: the entry "x.npy" is encrypted`,
  ],
  [
    'with a name twice',
    zipFile([
      { name: 'x.npy', bytes: CONTENT },
      { name: 'x.npy', bytes: CONTENT },
    ]),
    'a second entry "x.npy"',
  ],
  [
    'without the array',
    zipFile([{ name: 'z.npy', bytes: CONTENT }]),
    'a.npz: there is no array "x"; the archive holds "z"',
  ],
  ['with a lost entry', patched(STORED, 0, 0), 'a.npz/x.npy: byte 0: no entry begins here'],
  ['with a changed byte', patched(STORED, 100, 7), 'a.npz/x.npy: byte 35–5034: fails its CRC-32'],
  ['packed in another way', patched(STORED, DIRECTORY + 10, 12), 'a.npz/x.npy: byte 8: packed by method 12'],
  [
    'with a wrong size',
    patched(STORED, DIRECTORY + 24, 1),
    'a.npz/x.npy: byte 0: a stored entry of 5000 bytes',
  ],
  ['with an entry past the end', patched(STORED, DIRECTORY + 23, 0x7f), 'but this entry ends at byte'],
  ['with an absurd size', patched(PACKED, PACKED.length - 22 - 5 - 46 + 27, 0xff), 'a.npz/x.npy: unpacks to'],
  ['with a broken stream', patched(PACKED, 35, 0xff), 'a.npz/x.npy: byte 0–'],
  ['a bomb', BOMB, 'a.npz/x.npy: unpacks to more than 5000 bytes'],
])('refuses an archive that is %s', async (_name, bytes, message) => {
  const act = async () => readZip('a.npz', bytes).entry('x.npy');
  await expect(act()).rejects.toThrow(expect.objectContaining({ code: 'data_corrupt' }));
  await expect(act()).rejects.toThrow(message);
});
