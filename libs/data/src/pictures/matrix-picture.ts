import { blankCanvas, type Colour, INK } from './canvas.js';
import { LETTER_HEIGHT, shortened, textWidth } from './lettering.js';

type Point = readonly [x: number, y: number];

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
  const side = margin + classes * cell + 1;
  const canvas = blankCanvas({ width: side, height: side }, PAPER);
  const lying = (text: string, middle: Point, colour = INK) =>
    canvas.write(text, around(middle, textWidth(text), LETTER_HEIGHT), colour);
  const upright = (text: string, middle: Point) =>
    canvas.write(text, around(middle, LETTER_HEIGHT, textWidth(text)), INK, true);
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
        lying(short(count), [left + cell / 2, top + cell / 2], share > 0.5 ? PAPER : INK);
    }
  }
  names.forEach((name, label) => {
    const along = margin + (label + 0.5) * cell;
    const across = margin - SPACE - textWidth(name) / 2;
    lying(name, [across, along]);
    if (textWidth(name) > cell - SPACE) upright(name, [along, across]);
    else lying(name, [along, across]);
  });
  const middle = margin + (classes * cell) / 2;
  lying('predicted', [middle, title / 2]);
  upright('true', [title / 2, middle]);
  return canvas.png();
}

/** The top left corner of what is drawn around a middle. */
const around = ([x, y]: Point, width: number, height: number): Point => [
  Math.round(x - width / 2),
  Math.round(y - height / 2),
];

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
