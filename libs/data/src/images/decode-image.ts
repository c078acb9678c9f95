import { LIMITS } from '@ringmaster/contracts';
import { corrupt } from '../files/corrupt.js';
import { decodeJpeg, isJpeg } from './decode-jpeg.js';
import { decodePng, isPng } from './decode-png.js';
import type { Image } from './image.js';

const EXTENSIONS: Readonly<Record<string, 'PNG' | 'JPEG'>> = { png: 'PNG', jpg: 'JPEG', jpeg: 'JPEG' };

/** What a file's name says that it is; undefined for other files. */
export const imageKind = (name: string): 'PNG' | 'JPEG' | undefined =>
  EXTENSIONS[/\.([A-Za-z]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''];

/**
 * Decodes a PNG or JPEG file. Its size is read, and compared with `LIMITS.imagePixels`, before anything is unpacked.
 * @throws TrainError `data_corrupt` naming the file, and the byte where there is one
 */
export async function decodeImage(name: string, bytes: Uint8Array): Promise<Image> {
  const kind = imageKind(name);
  if (kind === undefined)
    throw corrupt(name, 'is not named .png, .jpg or .jpeg: take it out of the data set');
  const found = foundKind(name, bytes);
  if (found !== kind) throw corrupt(name, `is named as a ${kind} file, but it is a ${found} file: rename it`);
  return decodeImageBytes(name, bytes);
}

/** The same where the name says nothing. @throws TrainError `data_corrupt` */
export async function decodeImageBytes(name: string, bytes: Uint8Array): Promise<Image> {
  return foundKind(name, bytes) === 'PNG' ? decodePng(name, bytes) : decodeJpeg(name, bytes);
}

function foundKind(name: string, bytes: Uint8Array): 'PNG' | 'JPEG' {
  if (bytes.length === 0) throw corrupt(name, 'is empty');
  if (bytes.length > LIMITS.imageFileBytes)
    throw corrupt(name, `holds ${bytes.length} bytes, more than the ${LIMITS.imageFileBytes} of an image`);
  const found = isPng(bytes) ? 'PNG' : isJpeg(bytes) ? 'JPEG' : undefined;
  if (found === undefined) throw corrupt(`${name}: byte 0`, 'neither a PNG nor a JPEG file begins like this');
  return found;
}
