import { encode } from 'fast-png';
import { lettering, textWidth } from './lettering.js';

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** Of words. */
export const INK: Colour = [20, 20, 30];

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture to paint on, RGB; what lies beside it is left out. */
export function blankCanvas({ width, height }: Size, background: Colour) {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) data.set(background, 3 * at);
  const paint = (x: number, y: number, colour: Colour): void => {
    if (x >= 0 && x < width && y >= 0 && y < height) data.set(colour, (y * width + x) * 3);
  };
  return {
    width,
    height,
    paint,
    /** From a top left corner on; upright texts read from below to above. */
    write(text: string, [left, top]: readonly [number, number], colour = INK, isUpright = false): void {
      const last = textWidth(text) - 1;
      for (const [along, across] of lettering(text))
        if (isUpright) paint(left + across, top + last - along, colour);
        else paint(left + along, top + across, colour);
    },
    png: (): Uint8Array => encode({ width, height, data, channels: 3, depth: 8 }),
  };
}
