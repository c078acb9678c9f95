import { encode as encodePng } from 'fast-png';
import { fuzzDecoder, keepsTheLaw } from '@ringmaster/testkit/fuzz';
import jpeg from 'jpeg-js';
import { expect, it } from 'vitest';
import { crc32 } from '../arrays/crc32.js';
import { readCifar } from './cifar.js';
import { decodeImageBytes } from './decode-image.js';
import { idxBlock } from './idx-dataset.js';
import type { Image } from './image.js';

const accepted = ({ width, height, channels, data }: Image) =>
  expect(data).toHaveLength(width * height * channels);
const decode = (bytes: Uint8Array) => decodeImageBytes('a', bytes);

const png = (channels: 1 | 2 | 3 | 4, depth: 8 | 16 = 8) => {
  const count = 5 * 3 * channels;
  const data = (depth === 16 ? new Uint16Array(count) : new Uint8Array(count)).map((_, at) => at * 7);
  return Uint8Array.from(encodePng({ width: 5, height: 3, data, channels, depth }));
};

/** Every chunk's checksum fits it. */
function sealedPng(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  for (let at = 8; at + 12 <= out.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > out.length) return out;
    view.setUint32(end - 4, crc32(out.subarray(at + 4, end - 4)));
    at = end;
  }
  return out;
}

const chunk = (type: string, data: readonly number[]) => [
  ...[0, 0, data.length >> 8, data.length & 0xff],
  ...new TextEncoder().encode(type),
  ...[...data, 0, 0, 0, 0],
];
/** Grey, 5×3, in the seven passes of Adam7, one of which is empty: rows of a filter byte and their pixels. */
async function interlaced(): Promise<Uint8Array> {
  const passes = [[1], [1], [], [1], [3], [2, 2], [5]];
  const rows = passes.flatMap((pass) =>
    pass.flatMap((columns) => [0, ...new Array<number>(columns).fill(99)]),
  );
  const stream = new Blob([Uint8Array.from(rows)]).stream().pipeThrough(new CompressionStream('deflate'));
  const packed = [...new Uint8Array(await new Response(stream).arrayBuffer())];
  const header = [...[0, 0, 0, 5, 0, 0, 0, 3], 8, 0, 0, 0, 1];
  const signature = png(1).subarray(0, 8);
  return sealedPng(
    Uint8Array.of(...signature, ...chunk('IHDR', header), ...chunk('IDAT', packed), ...chunk('IEND', [])),
  );
}

it('an interlaced image is read', async () => {
  expect(await decode(await interlaced())).toMatchObject({ width: 5, height: 3, channels: 1 });
});

const pngDecoder = {
  ...{ decode, accepted, seal: sealedPng },
  corpus: [png(1), png(2), png(3), png(4), png(3, 16), await interlaced()],
  codes: ['data_corrupt'],
} as const;
fuzzDecoder('png', pngDecoder);

const jpg = (width: number, height: number) => {
  const data = new Uint8Array(width * height * 4).map((_, at) => (at * 31) % 256);
  return Uint8Array.from(jpeg.encode({ width, height, data }, 60).data as unknown as Uint8Array);
};
const jpegDecoder = { decode, accepted, corpus: [jpg(16, 16), jpg(9, 5)], codes: ['data_corrupt'] } as const;
fuzzDecoder('jpeg', jpegDecoder);

it('a small JPEG file that claims 64 million pixels is refused before they are allocated', async () => {
  const claims = jpg(16, 16);
  const at = claims.findIndex((byte, i) => byte === 0xff && claims[i + 1] === 0xc0);
  claims.set([0x1f, 0xff, 0x1f, 0xff], at + 5);
  await keepsTheLaw(jpegDecoder, claims);
  await expect(decode(claims)).rejects.toThrow(/pixels/);
});

it('a small interlaced PNG file that claims 64 million pixels is refused before they are allocated', async () => {
  const claims = png(3);
  new DataView(claims.buffer).setUint32(16, 8_000);
  new DataView(claims.buffer).setUint32(20, 8_000);
  claims[28] = 1;
  await keepsTheLaw(pngDecoder, sealedPng(claims));
  await expect(decode(sealedPng(claims))).rejects.toThrow(/unpacks to/);
});

const idx = (dims: readonly number[], values: readonly number[]) =>
  Uint8Array.of(0, 0, 8, dims.length, ...dims.flatMap((dim) => [0, 0, dim >> 8, dim & 0xff]), ...values);
const labels = idx([2], [0, 1]);
const images = idx([2, 1, 2], [1, 2, 3, 4]);

fuzzDecoder('idx images', {
  decode: (bytes) => idxBlock({ name: 'i', bytes }, { name: 'l', bytes: labels }),
  corpus: [images, idx([2, 1, 1, 2], [1, 2, 3, 4])],
  codes: ['data_corrupt'],
});
fuzzDecoder('idx labels', {
  decode: (bytes) => idxBlock({ name: 'i', bytes: images }, { name: 'l', bytes }),
  corpus: [labels],
  codes: ['data_corrupt'],
});

const record = (label: number) => Uint8Array.from([label, ...new Uint8Array(3_072).map((_, i) => i % 256)]);
fuzzDecoder('cifar', {
  decode: (bytes) => readCifar('b.bin', bytes, 'cifar10'),
  corpus: [record(3), Uint8Array.from([...record(0), ...record(9)])],
  codes: ['data_corrupt'],
});
