import { LIMITS } from '@ringmaster/contracts';
import jpeg from 'jpeg-js';
import { corrupt } from '../files/corrupt.js';
import { checkPixels, type Image } from './image.js';

const [START, END, SCAN] = [0xd8, 0xd9, 0xda] as const;
/** Start-of-frame markers: C0 to CF without DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const MEBI = 1024 * 1024;
/** What the decoder needs for one pixel: three coefficient blocks of Int32, and its output. */
const BYTES_PER_PIXEL = 32;

export const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === START;

/** A block of 8×8 pixels takes a bit at least, so a file cannot hold more: beyond it the size is only a claim. */
const MOST_PIXELS_PER_BYTE = 8 * 64;

/** JPEG (ITU-T T.81), baseline and progressive. @throws TrainError `data_corrupt` naming file and byte */
export function decodeJpeg(name: string, bytes: Uint8Array): Image {
  const { components } = scanSegments(name, bytes);
  try {
    const { width, height, data } = jpeg.decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: LIMITS.imagePixels / 1e6,
      maxMemoryUsageInMB: (LIMITS.imagePixels * BYTES_PER_PIXEL) / MEBI,
    });
    if (components > 1) return { width, height, channels: 3, data };
    return { width, height, channels: 1, data: data.filter((_, at) => at % 3 === 0) };
  } catch (cause) {
    throw corrupt(name, `cannot be decoded: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** Walks to the first scan: the frame's size must be there before it, and an end marker after it. */
function scanSegments(name: string, bytes: Uint8Array): { readonly components: number } {
  const cut = () => corrupt(name, `ends at byte ${bytes.length} before its image data: it is cut`);
  let components: number | undefined;
  for (let at = 2; ;) {
    if (at + 4 > bytes.length) throw cut();
    const marker = bytes[at + 1] as number;
    if (bytes[at] !== 0xff) throw corrupt(`${name}: byte ${at}`, `is ${bytes[at]}, expected a marker (255)`);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = (bytes[at + 2] as number) * 256 + (bytes[at + 3] as number);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) throw cut();
    if (isFrame(marker)) {
      if (length < 8) throw corrupt(`${name}: byte ${at}`, `a frame header of ${length} bytes`);
      const read = (offset: number) =>
        (bytes[at + offset] as number) * 256 + (bytes[at + offset + 1] as number);
      const [width, height] = [read(7), read(5)];
      checkPixels(`${name}: byte ${at}`, width, height);
      if (width * height > MOST_PIXELS_PER_BYTE * bytes.length)
        throw corrupt(
          `${name}: byte ${at}`,
          `an image of ${width}×${height} pixels, more than ${bytes.length} bytes can hold`,
        );
      components = bytes[at + 9] as number;
    }
    if (marker === SCAN) {
      if (components === undefined)
        throw corrupt(`${name}: byte ${at}`, 'image data without a frame header before it');
      if (!hasEnd(bytes, end))
        throw corrupt(name, `ends at byte ${bytes.length} without an end-of-image marker: it is cut`);
      return { components };
    }
    at = end;
  }
}

function hasEnd(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.length - 2; at >= from; at--)
    if (bytes[at] === 0xff && bytes[at + 1] === END) return true;
  return false;
}
