import { encode as encodePng } from 'fast-png';
import jpeg from 'jpeg-js';
import { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../arrays/crc32.js';
import type { ByteSource } from '../byte-source.js';
import { openDataset } from '../open.js';

type Files = Readonly<Record<string, Uint8Array>>;

const listed = (files: Files): ByteSource => ({
  list: () => Promise.resolve(Object.keys(files).sort()),
  read: (name) => {
    const bytes = files[name];
    return bytes ? Promise.resolve(bytes) : Promise.reject(new TrainError('not_found', name));
  },
});
const open = (files: Files, config: Record<string, unknown> = {}) =>
  openDataset(
    { dataset: 'image-folder', source: 'pets', config, augment: [] },
    { source: () => listed(files), seed: 1 },
  );

/** An image of one colour. */
const png = (colour: readonly number[], { width = 4, height = 3, depth = 8 as 8 | 16 } = {}) => {
  const count = width * height * colour.length;
  const data = (depth === 16 ? new Uint16Array(count) : new Uint8Array(count)).map(
    (_, at) => colour[at % colour.length] as number,
  );
  return Uint8Array.from(encodePng({ width, height, data, channels: colour.length as 1 | 3, depth }));
};
const jpg = (value: number, { width = 16, height = 16 } = {}) => {
  const data = new Uint8Array(width * height * 4).fill(value);
  return Uint8Array.from(jpeg.encode({ width, height, data }, 95).data as unknown as Uint8Array);
};
const chunk = (type: string, data: readonly number[]) => {
  const body = Uint8Array.of(...[...type].map((letter) => letter.charCodeAt(0)), ...data);
  const word = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
  return [...word(data.length), ...body, ...word(crc32(body))];
};
/** The header says one size, the data another. */
const withHeader = (file: Uint8Array, header: readonly number[]) =>
  Uint8Array.of(...file.subarray(0, 8), ...chunk('IHDR', header), ...file.subarray(33));
/** A PNG file made by hand: its image data is one stored block of zlib's format, with an Adler-32. */
function packed(header: readonly number[], palette: readonly number[], rows: readonly number[]) {
  let [a, b] = [1, 0];
  for (const byte of rows) [a, b] = [a + byte, b + a + byte];
  const adler = [b >> 8, b & 0xff, a >> 8, a & 0xff];
  const data = [0x78, 0x01, 1, rows.length, 0, 255 - rows.length, 255, ...rows, ...adler];
  const chunks = [...chunk('IHDR', header), ...palette, ...chunk('IDAT', data), ...chunk('IEND', [])];
  return Uint8Array.of(...png([0]).subarray(0, 8), ...chunks);
}
const ids = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);

const RED = png([255, 0, 0]);
const BLUE = png([0, 0, 255]);
const PETS = { 'cat/1.png': RED, 'cat/2.PNG': RED, 'dog/1.png': BLUE };

describe('image folders', () => {
  it('give classes in the order of their names, and pixels', async () => {
    const { info, read } = await open(PETS);
    expect(info).toMatchObject({ classNames: ['cat', 'dog'], inputShape: [3, 4, 3], sizes: { train: 3 } });
    const { x, y } = read('train', ids(3));
    expect([...y.data]).toEqual([0, 0, 1]);
    expect([...x.data.slice(0, 3), ...x.data.slice(-3)]).toEqual([1, 0, 0, 0, 0, 1]);
  });

  it('make gray what is coloured by its luma, and the other way round', async () => {
    const gray = await open(PETS, { channels: 'grayscale' });
    expect(gray.info.inputShape).toEqual([3, 4, 1]);
    expect(gray.read('train', ids(3)).x.data[0]).toBeCloseTo(76 / 255, 6);
    const rgb = await open({ 'a/1.png': png([51]), 'b/1.png': png([102, 102, 102]) });
    expect([...rgb.read('train', ids(2)).x.data.slice(0, 3)].map((v) => Math.round(v * 255))).toEqual([
      51, 51, 51,
    ]);
  });

  it('read 16 bits, and JPEG', async () => {
    const { read } = await open({ 'a/1.png': png([257 * 40, 0, 65_535], { depth: 16 }), 'b/1.png': BLUE });
    expect([...read('train', ids(1)).x.data.slice(0, 3)].map((v) => Math.round(v * 255))).toEqual([
      40, 0, 255,
    ]);
    const photos = await open({ 'a/1.jpg': jpg(30), 'b/1.jpeg': jpg(200) });
    const { x } = photos.read('train', ids(2));
    expect(Math.abs((x.data[0] as number) * 255 - 30)).toBeLessThan(3);
    expect(Math.abs((x.data.at(-1) as number) * 255 - 200)).toBeLessThan(3);
  });

  it('read colours of a palette, and values of few bits', async () => {
    const palette = chunk('PLTE', [10, 20, 30, 40, 50, 60, 70, 80, 90]);
    const files = {
      'a/1.png': packed([0, 0, 0, 3, 0, 0, 0, 1, 4, 3, 0, 0, 0], palette, [0, 0x20, 0x10]),
      'b/1.png': packed([0, 0, 0, 3, 0, 0, 0, 1, 1, 0, 0, 0, 0], [], [0, 0b10100000]),
    };
    const { x } = (await open(files)).read('train', ids(2));
    const rgb = [...x.data].map((value) => Math.round(value * 255));
    expect(rgb).toEqual([70, 80, 90, 10, 20, 30, 40, 50, 60, 255, 255, 255, 0, 0, 0, 255, 255, 255]);
    const outside = {
      ...files,
      'a/1.png': packed([0, 0, 0, 3, 0, 0, 0, 1, 4, 3, 0, 0, 0], palette, [0, 0x23, 0]),
    };
    await expect(open(outside)).rejects.toThrow('a/1.png: pixel 1 has the colour 3 of a palette of 3');
  });

  it('bring images to one size', async () => {
    const left = Uint8Array.from({ length: 8 * 2 }, (_, at) => (at % 8 < 4 ? 0 : 240));
    const wide = Uint8Array.from(encodePng({ width: 8, height: 2, data: left, channels: 1 }));
    const files = { 'a/1.png': wide, 'b/1.png': png([9], { width: 2, height: 2 }) };
    const pixels = async (fit: string) => {
      const config = { size: { height: 2, width: 2 }, fit, channels: 'grayscale' };
      return [...(await open(files, config)).read('train', ids(1)).x.data].map((v) => Math.round(v * 255));
    };
    // Weights 5, 7, 7, 5, 3, 1 of 28 over six columns: two of them are bright.
    expect(await pixels('stretch')).toEqual([34, 206, 34, 206]);
    expect(await pixels('crop')).toEqual([0, 240, 0, 240]);
  });

  it('take splits from directories, or deal them', async () => {
    const files = { ...prefixed('train', PETS), ...prefixed('test', { 'dog/9.png': BLUE }) };
    const dataset = await open(files, { directories: { train: 'train', test: 'test' } });
    expect(dataset.info.sizes).toEqual({ train: 3, validation: 0, test: 1 });
    expect([...dataset.read('test', ids(1)).y.data]).toEqual([1]);
    const dealt = await open(prefixed('all', { ...PETS, 'dog/2.png': BLUE, 'dog/3.png': BLUE }), {
      directory: 'all',
      split: { test: 0.2, seed: 3 },
    });
    expect(dealt.info.sizes).toEqual({ train: 4, validation: 0, test: 1 });
  });
});

const prefixed = (directory: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${directory}/${name}`, bytes]));

describe('broken and hostile images', () => {
  const bomb = withHeader(RED, [0, 1, 0, 0, 0, 1, 0, 0, 8, 2, 0, 0, 0]);
  const short = withHeader(RED, [0, 0, 0, 9, 0, 0, 0, 3, 8, 2, 0, 0, 0]);
  const long = withHeader(
    png([7, 7, 7], { width: 400, height: 300 }),
    [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0],
  );
  const photo = jpg(30);
  const frame = photo.findIndex((byte, at) => byte === 0xff && photo[at + 1] === 0xc0);
  const hugePhoto = photo.map((byte, at) => (at >= frame + 5 && at < frame + 9 ? 0xff : byte));
  it.each<[string, Files, string]>([
    ['an empty file', { 'cat/0.png': new Uint8Array() }, 'cat/0.png: is empty'],
    ['a cut PNG', { 'cat/0.png': RED.subarray(0, 50) }, 'cat/0.png: ends at byte 50, but the chunk "IDAT"'],
    ['a PNG cut between chunks', { 'cat/0.png': RED.subarray(0, -12) }, 'inside a chunk that begins at byte'],
    [
      'a flipped bit',
      { 'cat/0.png': RED.map((b, at) => (at === 45 ? b ^ 1 : b)) },
      'cat/0.png: byte 33: the chunk "IDAT" fails its CRC-32',
    ],
    [
      'a bomb of dimensions',
      { 'cat/0.png': bomb },
      'cat/0.png: byte 8: an image of 65536×65536 pixels, more than',
    ],
    ['no dimensions', { 'cat/0.png': withHeader(RED, [0, 0, 0, 0, 0, 0, 0, 3, 8, 2, 0, 0, 0]) }, 'has none'],
    [
      'less data than the header says',
      { 'cat/0.png': short },
      'its image data unpacks to 39 bytes, expected 84',
    ],
    [
      'more data than the header says',
      { 'cat/0.png': long },
      'cat/0.png: image data: unpacks to more than 4 bytes',
    ],
    [
      'an unknown colour type',
      { 'cat/0.png': withHeader(RED, [0, 0, 0, 4, 0, 0, 0, 3, 8, 5, 0, 0, 0]) },
      'the colour type 5',
    ],
    ['a JPEG called PNG', { 'cat/0.png': photo }, 'cat/0.png: is named as a PNG file, but it is a JPEG file'],
    [
      'text called PNG',
      { 'cat/0.png': Uint8Array.of(72, 105) },
      'cat/0.png: byte 0: neither a PNG nor a JPEG file',
    ],
    ['another extension', { 'cat/notes.txt': RED }, 'cat/notes.txt: is not named .png, .jpg or .jpeg'],
    ['a cut JPEG', { 'cat/0.jpg': photo.subarray(0, -40) }, 'cat/0.jpg: ends at byte'],
    ['a JPEG cut in its tables', { 'cat/0.jpg': photo.subarray(0, 90) }, 'before its image data: it is cut'],
    ['a JPEG of 65535×65535', { 'cat/0.jpg': hugePhoto }, 'an image of 65535×65535 pixels, more than'],
    ['an image outside of a class', { '0.png': RED }, '0.png: must lie in a class'],
    ['an image too deep', { 'cat/tabby/0.png': RED }, "cat/tabby/0.png: must lie in a class's directory"],
    [
      'mixed sizes',
      { 'dog/2.png': png([1, 2, 3], { width: 5 }) },
      'dog/2.png: is 5×3 pixels, but cat/1.png is 4×3',
    ],
  ])('refuse %s', async (_what, files, message) => {
    const act = open({ ...PETS, ...files });
    await expect(act).rejects.toMatchObject({ code: 'data_corrupt' });
    await expect(act).rejects.toThrow(message);
  });

  it('refuse a directory that is not there', async () => {
    await expect(open(PETS, { directory: 'train' })).rejects.toThrow('holds no file below train/');
  });
});
