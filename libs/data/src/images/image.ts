import { LIMITS } from '@ringmaster/contracts';
import { corrupt } from '../files/corrupt.js';

/** Pixels of one image, row-major, `channels` bytes each. Transparency is dropped, as most readers do. */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** @throws TrainError `data_corrupt` */
export function checkPixels(where: string, width: number, height: number): void {
  if (width === 0 || height === 0) throw corrupt(where, `an image of ${width}×${height} pixels has none`);
  if (width * height > LIMITS.imagePixels)
    throw corrupt(where, `an image of ${width}×${height} pixels, more than ${LIMITS.imagePixels} in all`);
}
