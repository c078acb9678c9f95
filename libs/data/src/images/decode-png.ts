import { decode } from 'fast-png';
import { crc32 } from '../arrays/crc32.js';
import { corrupt, shown } from '../files/corrupt.js';
import { gunzip } from '../files/gzip.js';
import { checkPixels, type Image } from './image.js';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** Values per pixel by colour type; a palette has one. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** The chunks that make pixels. Others are left out: some hold packed data of their own. */
const WANTED: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

/** First pixel and steps of the passes in which an image is stored: one, or the seven of Adam7. */
const WHOLE = [{ x: 0, y: 0, dx: 1, dy: 1 }] as const;
const ADAM7 = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
] as const;

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, at) => bytes[at] === byte);

interface Chunk {
  readonly type: string;
  readonly at: number;
  /** With length, type and CRC. */
  readonly whole: Uint8Array;
  readonly data: Uint8Array;
}

/** PNG (W3C Recommendation, third edition). @throws TrainError `data_corrupt` naming file and byte */
export async function decodePng(name: string, bytes: Uint8Array): Promise<Image> {
  const chunks = readChunks(name, bytes);
  const header = readHeader(name, chunks[0] as Chunk);
  const packed = joined(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  if (packed.length === 0) throw corrupt(name, 'has no image data');
  // Unpacked once with a bound before the decoder does it without one.
  const raw = await gunzip(`${name}: image data`, packed, header.rawBytes, 'deflate');
  if (raw.length !== header.rawBytes)
    throw corrupt(name, `its image data unpacks to ${raw.length} bytes, expected ${header.rawBytes}`);
  const kept = chunks.filter(({ type }) => WANTED.has(type)).map(({ whole }) => whole);
  let decoded: Decoded;
  try {
    decoded = decode(joined([Uint8Array.from(SIGNATURE), ...kept]), { checkCrc: false });
  } catch (cause) {
    throw corrupt(name, `cannot be decoded: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  return toImage(name, decoded);
}

function readChunks(name: string, bytes: Uint8Array): readonly Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at: number = SIGNATURE.length; ;) {
    if (at + 12 > bytes.length)
      throw corrupt(
        name,
        `ends at byte ${bytes.length}, inside a chunk that begins at byte ${at}: it is cut`,
      );
    const length = view.getUint32(at);
    const type = new TextDecoder('latin1').decode(bytes.subarray(at + 4, at + 8));
    const end = at + 12 + length;
    if (end > bytes.length)
      throw corrupt(
        name,
        `ends at byte ${bytes.length}, but the chunk ${shown(type)} that begins at byte ${at} ends at byte ${end}: it is cut`,
      );
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4))
      throw corrupt(`${name}: byte ${at}`, `the chunk ${shown(type)} fails its CRC-32: it was changed`);
    if (chunks.length === 0 && type !== 'IHDR')
      throw corrupt(`${name}: byte ${at}`, `the chunk ${shown(type)} where IHDR is expected`);
    chunks.push({ type, at, whole: bytes.subarray(at, end), data: bytes.subarray(at + 8, end - 4) });
    if (type === 'IEND') return chunks;
    at = end;
  }
}

interface Header {
  /** Of the unpacked image data. */
  readonly rawBytes: number;
}

function readHeader(name: string, { data, at }: Chunk): Header {
  const where = `${name}: byte ${at}`;
  if (data.length !== 13) throw corrupt(where, `an IHDR of ${data.length} bytes, expected 13`);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height, depth, colour] = [view.getUint32(0), view.getUint32(4), data[8] ?? 0, data[9] ?? 0];
  checkPixels(where, width, height);
  const channels = CHANNELS[colour];
  if (channels === undefined) throw corrupt(where, `the colour type ${colour} is none of 0, 2, 3, 4, 6`);
  if (![1, 2, 4, 8, 16].includes(depth))
    throw corrupt(where, `the bit depth ${depth} is none of 1, 2, 4, 8, 16`);
  const passes = data[12] === 1 ? ADAM7 : WHOLE;
  const rawBytes = passes.reduce((sum, { x, y, dx, dy }) => {
    const [columns, rows] = [Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)];
    // An empty pass has no rows, not even their filter bytes.
    return columns <= 0 || rows <= 0 ? sum : sum + rows * (1 + Math.ceil((columns * channels * depth) / 8));
  }, 0);
  return { rawBytes };
}

type Decoded = ReturnType<typeof decode>;

function toImage(name: string, { width, height, depth, channels, data, palette }: Decoded): Image {
  const count = width * height;
  if (palette) {
    const indices = unpacked(data, { width, height, depth });
    const rgb = new Uint8Array(count * 3);
    indices.forEach((index, pixel) => {
      const colour = palette[index];
      if (!colour)
        throw corrupt(name, `pixel ${pixel} has the colour ${index} of a palette of ${palette.length}`);
      rgb.set(colour.slice(0, 3), 3 * pixel);
    });
    return { width, height, channels: 3, data: rgb };
  }
  const values = depth < 8 ? unpacked(data, { width, height, depth }) : data;
  const scale = depth === 16 ? 1 / 257 : depth < 8 ? 255 / (2 ** depth - 1) : 1;
  const kept = channels < 3 ? 1 : 3;
  const pixels = new Uint8Array(count * kept);
  for (let pixel = 0; pixel < count; pixel++)
    for (let channel = 0; channel < kept; channel++)
      pixels[pixel * kept + channel] = Math.round((values[pixel * channels + channel] as number) * scale);
  return { width, height, channels: kept, data: pixels };
}

/** One value a byte, from rows whose values of `depth` bits begin at whole bytes. */
function unpacked(
  data: ArrayLike<number>,
  { width, height, depth }: Pick<Decoded, 'width' | 'height' | 'depth'>,
): Uint8Array {
  const values = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * depth) / 8);
  const [perByte, mask] = [8 / depth, 2 ** depth - 1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const byte = data[y * rowBytes + Math.floor(x / perByte)] as number;
      values[y * width + x] = (byte >> (8 - depth * ((x % perByte) + 1))) & mask;
    }
  return values;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
