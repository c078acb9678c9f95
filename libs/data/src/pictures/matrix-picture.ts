import { encode } from 'fast-png';
import type { Colour } from './tile-sheet.js';

/** Digits of three columns and five rows, a bit a pixel, the top left one first. */
const DIGITS: Readonly<Record<string, number>> = {
  0: 0b111_101_101_101_111,
  1: 0b010_110_010_010_111,
  2: 0b111_001_111_100_111,
  3: 0b111_001_111_001_111,
  4: 0b101_101_111_001_001,
  5: 0b111_100_111_001_111,
  6: 0b111_100_111_101_111,
  7: 0b111_001_010_010_010,
  8: 0b111_101_111_101_111,
  9: 0b111_101_111_001_111,
  k: 0b100_101_110_101_101,
  M: 0b101_111_111_101_101,
};
const GLYPH = { width: 3, height: 5 } as const;
const INK: Colour = [20, 20, 30];
const PAPER: Colour = [255, 255, 255];
/** Of the darkest cell: all of a row. */
const FULL: Colour = [8, 64, 140];
/** Space for a number in a cell, in pixels; without it only colours are drawn. */
const CELL = 38;
const SMALL_CELL = 8;
/** More classes than this are drawn without numbers. */
const MOST_NUMBERED = 40;

/**
 * A confusion matrix as a picture: rows are true classes, columns predicted ones, both numbered from 0 at the edges; a
 * cell is the darker the larger its share of the row is, and holds its count. PNG, RGB.
 * @param counts row-major, `classes` × `classes`
 */
export function matrixPicture(classes: number, counts: ArrayLike<number>): Uint8Array {
  const isNumbered = classes <= MOST_NUMBERED;
  const cell = isNumbered ? CELL : SMALL_CELL;
  const margin = isNumbered ? CELL : 0;
  const side = margin + classes * cell + 1;
  const data = new Uint8Array(side * side * 3).fill(255);
  const paint = (x: number, y: number, colour: Colour) => data.set(colour, (y * side + x) * 3);
  const write = (text: string, middle: readonly [number, number], colour: Colour) =>
    glyphs(text, middle).forEach(([x, y]) => paint(x, y, colour));
  for (let row = 0; row < classes; row++) {
    const total = sumOfRow(counts, row, classes);
    for (let column = 0; column < classes; column++) {
      const count = counts[row * classes + column] ?? 0;
      const share = total > 0 ? count / total : 0;
      const [left, top] = [margin + column * cell, margin + row * cell];
      for (let y = 0; y < cell; y++)
        for (let x = 0; x < cell; x++)
          paint(left + x, top + y, y === 0 || x === 0 ? [210, 210, 215] : blend(share));
      if (isNumbered && count > 0)
        write(short(count), [left + cell / 2, top + cell / 2], share > 0.5 ? PAPER : INK);
    }
    if (!isNumbered) continue;
    write(String(row), [margin / 2, margin + (row + 0.5) * cell], INK);
    write(String(row), [margin + (row + 0.5) * cell, margin / 2], INK);
  }
  return encode({ width: side, height: side, data, channels: 3, depth: 8 });
}

const blend = (share: number): Colour =>
  PAPER.map((paper, i) => Math.round(paper + share * ((FULL[i] ?? 0) - paper))) as unknown as Colour;

function sumOfRow(counts: ArrayLike<number>, row: number, classes: number): number {
  let sum = 0;
  for (let column = 0; column < classes; column++) sum += counts[row * classes + column] ?? 0;
  return sum;
}

/** At most four letters: 9999, 10k … 9999k, 10M. */
function short(count: number): string {
  const whole = Math.round(count);
  if (whole < 1e4) return String(whole);
  return whole < 1e7 ? `${Math.round(whole / 1e3)}k` : `${Math.round(whole / 1e6)}M`;
}

/** The pixels of a text around a middle, twice as large as the glyphs. */
function glyphs(text: string, [x, y]: readonly [number, number]): readonly (readonly [number, number])[] {
  const zoom = 2;
  const advance = (GLYPH.width + 1) * zoom;
  const left = Math.round(x - (text.length * advance - zoom) / 2);
  const top = Math.round(y - (GLYPH.height * zoom) / 2);
  const pixels: (readonly [number, number])[] = [];
  [...text].forEach((letter, place) => {
    for (let bit = 0; bit < GLYPH.width * GLYPH.height; bit++) {
      if ((((DIGITS[letter] ?? 0) >> (GLYPH.width * GLYPH.height - 1 - bit)) & 1) === 0) continue;
      const [column, row] = [bit % GLYPH.width, Math.floor(bit / GLYPH.width)];
      for (let i = 0; i < zoom * zoom; i++)
        pixels.push([
          left + place * advance + column * zoom + (i % zoom),
          top + row * zoom + Math.floor(i / zoom),
        ]);
    }
  });
  return pixels;
}
