import { blankCanvas, type Colour } from './canvas.js';
import { LETTER_HEIGHT, shortened, textWidth } from './lettering.js';

/** Pixels that the shorter side of a tile has at least; small ones are enlarged by a whole factor. */
const SHOWN_SIDE = 64;
const GAP = 4;
/** Between the first tile of a row and the others. */
const WIDE_GAP = 16;
/** Of the longest side; larger tiles are thinned out. */
const LARGEST_SIDE = 256;
const TEXT_HEIGHT = LETTER_HEIGHT + 2 * GAP;
/** Behind the tiles: neither white nor black, so that both have an edge. */
const BACKGROUND: Colour = [226, 226, 232];

/** One picture of a sheet. */
export interface Tile {
  colour(row: number, column: number): Colour;
}

export interface TileSheetOptions {
  /** Of a picture. */
  readonly rows: number;
  readonly columns: number;
  /** Pixels that the shorter side of a tile has at least. Default 64. */
  readonly shownSide?: number;
  /** What stands above the tiles of a line; for the first line alone it heads all. Default: no words. */
  readonly captions?: readonly (readonly string[])[];
  /** What colours mean, at the bottom. */
  readonly legend?: readonly { readonly name: string; readonly colour: Colour }[];
}

/** Rows of pictures of one size, the first of each apart from the others. PNG, RGB. */
export function tileSheet(lines: readonly (readonly Tile[])[], options: TileSheetOptions): Uint8Array {
  const { rows, columns, shownSide = SHOWN_SIDE, captions = [], legend = [] } = options;
  const zoom = Math.max(1, Math.ceil(shownSide / Math.min(rows, columns)));
  const thin = Math.max(1, Math.ceil(Math.max(rows, columns) / LARGEST_SIDE));
  const [height, width] = [Math.floor(rows / thin) * zoom, Math.floor(columns / thin) * zoom];
  const leftOf = (page: number) => GAP + page * (width + GAP) + (page > 0 ? WIDE_GAP - GAP : 0);
  const pages = Math.max(0, ...lines.map((line) => line.length));
  const tops: number[] = [];
  let bottom = GAP;
  lines.forEach((_, number) => {
    tops.push(bottom + (captions[number] ? TEXT_HEIGHT : 0));
    bottom = (tops[number] ?? 0) + height + GAP;
  });
  const size = { width: leftOf(pages), height: bottom + legend.length * TEXT_HEIGHT };
  const sheet = blankCanvas(size, BACKGROUND);
  const write = (text: string, left: number, top: number, room: number) => {
    const shown = shortened(text, room);
    if (textWidth(shown) <= room) sheet.write(shown, [left, top]);
  };
  lines.forEach((line, number) =>
    line.forEach((tile, page) => {
      const [left, top] = [leftOf(page), tops[number] ?? 0];
      write(captions[number]?.[page] ?? '', left, top - LETTER_HEIGHT - GAP, width);
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          sheet.paint(
            left + x,
            top + y,
            tile.colour(Math.floor(y / zoom) * thin, Math.floor(x / zoom) * thin),
          );
    }),
  );
  legend.forEach(({ name, colour }, number) => {
    const top = bottom + number * TEXT_HEIGHT;
    for (let y = 0; y < LETTER_HEIGHT; y++)
      for (let x = 0; x < LETTER_HEIGHT; x++) sheet.paint(GAP + x, top + y, colour);
    const left = 2 * GAP + LETTER_HEIGHT;
    write(name, left, top, sheet.width - left - GAP);
  });
  return sheet.png();
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
