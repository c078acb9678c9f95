import { encode } from 'fast-png';

/** Pixels that the shorter side of a tile has at least; small ones are enlarged by a whole factor. */
const SHOWN_SIDE = 64;
const GAP = 4;
/** Between the first tile of a row and the others. */
const WIDE_GAP = 16;
/** Of the longest side; larger tiles are thinned out. */
const LARGEST_SIDE = 256;

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** One picture of a sheet. */
export interface Tile {
  colour(row: number, column: number): Colour;
}

/**
 * Rows of pictures of one size, the first of each apart from the others. PNG, RGB.
 * @param size rows and columns of a picture
 */
export function tileSheet(
  lines: readonly (readonly Tile[])[],
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Uint8Array {
  const zoom = Math.max(1, Math.ceil(SHOWN_SIDE / Math.min(rows, columns)));
  const thin = Math.max(1, Math.ceil(Math.max(rows, columns) / LARGEST_SIDE));
  const [height, width] = [Math.floor(rows / thin) * zoom, Math.floor(columns / thin) * zoom];
  const leftOf = (page: number) => GAP + page * (width + GAP) + (page > 0 ? WIDE_GAP - GAP : 0);
  const pages = Math.max(0, ...lines.map((line) => line.length));
  const sheet = { width: leftOf(pages), height: GAP + lines.length * (height + GAP) };
  const data = new Uint8Array(sheet.width * sheet.height * 3).fill(255);
  lines.forEach((line, number) =>
    line.forEach((tile, page) => {
      const top = GAP + number * (height + GAP);
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const colour = tile.colour(Math.floor(y / zoom) * thin, Math.floor(x / zoom) * thin);
          data.set(colour, ((top + y) * sheet.width + leftOf(page) + x) * 3);
        }
    }),
  );
  return encode({ ...sheet, data, channels: 3, depth: 8 });
}

/** 0…1 becomes 0…255; values of another range are stretched over it, all by the same line. */
export function byteScale(samples: ArrayLike<number>): (value: number) => number {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < samples.length; i++) {
    low = Math.min(low, samples[i] as number);
    high = Math.max(high, samples[i] as number);
  }
  const [from, span] = low >= 0 && high <= 1 ? [0, 1] : [low, high - low || 1];
  return (value) => Math.round(255 * Math.min(1, Math.max(0, (value - from) / span)));
}
