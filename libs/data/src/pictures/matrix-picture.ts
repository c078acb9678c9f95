import { encode } from 'fast-png';
import { LETTER_HEIGHT, lettering, shortened, textWidth } from './lettering.js';
import type { Colour } from './tile-sheet.js';

const INK: Colour = [20, 20, 30];
const PAPER: Colour = [255, 255, 255];
const LINE: Colour = [210, 210, 215];
/** Of the darkest cell: all of a row. */
const FULL: Colour = [8, 64, 140];
/** Space for a number in a cell, in pixels; without it only colours are drawn. */
const CELL = 38;
const SMALL_CELL = 8;
/** More classes than this are drawn without numbers. */
const MOST_NUMBERED = 40;
/** Around words, and how long the name of a class may be. */
const SPACE = 8;
const LONGEST_NAME = 120;

/**
 * A confusion matrix as a picture: rows are true classes, columns predicted ones, with their names at the edges; a cell is the darker
 * the larger its share of the row is, and holds its count. PNG, RGB.
 * @param counts row-major, `classes` × `classes`
 * @param classNames default: numbers from 0
 */
export function matrixPicture(
  classes: number,
  counts: ArrayLike<number>,
  classNames: readonly string[] = [],
): Uint8Array {
  const isNumbered = classes <= MOST_NUMBERED;
  const cell = isNumbered ? CELL : SMALL_CELL;
  const names = Array.from({ length: isNumbered ? classes : 0 }, (_, label) =>
    shortened(classNames[label] ?? String(label), LONGEST_NAME),
  );
  const title = LETTER_HEIGHT + 2 * SPACE;
  const margin = title + (isNumbered ? Math.max(...names.map(textWidth)) + SPACE : 0);
  const canvas = blank(margin + classes * cell + 1);
  for (let row = 0; row < classes; row++) {
    const total = sumOfRow(counts, row, classes);
    for (let column = 0; column < classes; column++) {
      const count = counts[row * classes + column] ?? 0;
      const share = total > 0 ? count / total : 0;
      const [left, top] = [margin + column * cell, margin + row * cell];
      for (let y = 0; y < cell; y++)
        for (let x = 0; x < cell; x++)
          canvas.paint(left + x, top + y, y === 0 || x === 0 ? LINE : blend(share));
      if (isNumbered && count > 0)
        canvas.write(short(count), [left + cell / 2, top + cell / 2], share > 0.5 ? PAPER : INK);
    }
  }
  names.forEach((name, label) => {
    const along = margin + (label + 0.5) * cell;
    const across = margin - SPACE - textWidth(name) / 2;
    canvas.write(name, [across, along], INK);
    canvas.write(name, [along, across], INK, textWidth(name) > cell - SPACE);
  });
  const middle = margin + (classes * cell) / 2;
  canvas.write('predicted', [middle, title / 2], INK);
  canvas.write('true', [title / 2, middle], INK, true);
  return encode({ width: canvas.side, height: canvas.side, data: canvas.data, channels: 3, depth: 8 });
}

/** A white square to paint on. */
function blank(side: number) {
  const data = new Uint8Array(side * side * 3).fill(255);
  const paint = (x: number, y: number, colour: Colour) => {
    if (x >= 0 && x < side && y >= 0 && y < side) data.set(colour, (y * side + x) * 3);
  };
  /** Around a middle; upright texts read from below to above. */
  const write = (
    text: string,
    [x, y]: readonly [number, number],
    colour: Colour,
    isUpright = false,
  ): void => {
    const [along, across] = [textWidth(text) / 2, LETTER_HEIGHT / 2];
    for (const [dx, dy] of lettering(text))
      if (isUpright) paint(Math.round(x - across) + dy, Math.round(y + along) - 1 - dx, colour);
      else paint(Math.round(x - along) + dx, Math.round(y - across) + dy, colour);
  };
  return { side, data, paint, write };
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
