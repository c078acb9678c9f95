import type { Corners } from '../boxes/box-labels.js';
import type { Colour } from './canvas.js';
import { classColour, classLegend } from './mask-sheet.js';
import { byteScale, type Tile, tileSheet } from './tile-sheet.js';

/** Of an image at least, in pixels. */
const SHOWN_SIDE = 128;

export interface ShownBox {
  readonly box: Corners;
  readonly label: number;
}

/** Images with the boxes that they have and those that a model found. */
export interface BoxedImages {
  /** `[rows, columns, channels]`, of one or three channels. */
  readonly shape: readonly number[];
  /** `[images, …shape]`, as the data set gives them. */
  readonly values: ArrayLike<number>;
  /** Of each image. */
  readonly truth: readonly (readonly ShownBox[])[];
  readonly found: readonly (readonly ShownBox[])[];
  /** For the legend. Default: none is drawn. */
  readonly classNames?: readonly string[];
}

/** A picture of what a detector finds: each row an image with its own boxes, and with those found; a colour a class. PNG, RGB. */
export function boxSheet({ shape, values, truth, found, classNames }: BoxedImages): Uint8Array {
  const [rows = 1, columns = 1, channels = 1] = shape;
  const toByte = byteScale(values);
  const lines = truth.map((own, image) => {
    const pixel = (row: number, column: number): Colour => {
      const from = ((image * rows + row) * columns + column) * channels;
      return [0, 1, 2].map((i) =>
        toByte(values[from + (channels === 3 ? i : 0)] as number),
      ) as unknown as Colour;
    };
    const tile = (boxes: readonly ShownBox[]): Tile => {
      const marked = outlines(boxes, rows, columns);
      return { colour: (row, column) => marked.get(row * columns + column) ?? pixel(row, column) };
    };
    return [tile(own), tile(found[image] ?? [])];
  });
  return tileSheet(lines, {
    rows,
    columns,
    shownSide: SHOWN_SIDE,
    captions: [['labels', 'found']],
    legend: classLegend(classNames, 1),
  });
}

/** The colour of every pixel on the edge of a box, just inside of it; the first box lies on top. */
function outlines(boxes: readonly ShownBox[], rows: number, columns: number): ReadonlyMap<number, Colour> {
  const marked = new Map<number, Colour>();
  for (const { box, label } of [...boxes].reverse()) {
    const [left, top] = [Math.floor(box[0] * columns), Math.floor(box[1] * rows)];
    const [right, bottom] = [Math.ceil(box[2] * columns) - 1, Math.ceil(box[3] * rows) - 1];
    for (let row = Math.max(0, top); row <= Math.min(bottom, rows - 1); row++)
      for (let column = Math.max(0, left); column <= Math.min(right, columns - 1); column++)
        if (row === top || row === bottom || column === left || column === right)
          marked.set(row * columns + column, classColour(label + 1));
  }
  return marked;
}
