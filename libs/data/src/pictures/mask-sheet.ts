import { TrainError } from '@ringmaster/core';
import type { Colour } from './canvas.js';
import { byteScale, type Tile, tileSheet } from './tile-sheet.js';

/** Images or volumes with the class of each pixel or voxel, as it is and as a model found it. */
export interface SegmentedSamples {
  readonly count: number;
  /** `[rows, columns]` or `[planes, rows, columns]`. */
  readonly sides: readonly number[];
  readonly channels: number;
  /** `[count, …sides, channels]`, as the data set gives them. */
  readonly values: ArrayLike<number>;
  /** `[count, …sides]`. */
  readonly truth: ArrayLike<number>;
  readonly found: ArrayLike<number>;
  /** For the legend, from class 0 on. Default: none is drawn. */
  readonly classNames?: readonly string[];
}

/** Class 0 is nearly black; the others are spread over the colour circle. */
const BACKGROUND: Colour = [24, 24, 32];
const GOLDEN_ANGLE = 137.508;

/**
 * A picture of what a segmentation finds: each row a sample, the image, its mask, and the mask that the model puts out. Of a
 * volume the plane whose mask is largest is shown. PNG, RGB.
 * @throws TrainError `invalid` when samples are no images or volumes
 */
export function maskSheet(samples: SegmentedSamples): Uint8Array {
  const { count, sides, values, classNames } = samples;
  if (sides.length !== 2 && sides.length !== 3)
    throw new TrainError('invalid', `masks of shape [${sides.join(', ')}] are none of images or volumes`);
  const [rows = 1, columns = 1] = sides.slice(-2);
  const toByte = byteScale(values);
  const lines = Array.from({ length: count }, (_, sample) => {
    const first =
      (sample * (sides.length === 3 ? (sides[0] ?? 1) : 1) + shownPlane(samples, sample)) * rows * columns;
    const at = (row: number, column: number): number => first + row * columns + column;
    const mask = (of: ArrayLike<number>): Tile => ({
      colour: (row, column) => classColour(of[at(row, column)] as number),
    });
    return [imageTile(samples, at, toByte), mask(samples.truth), mask(samples.found)];
  });
  return tileSheet(lines, {
    rows,
    columns,
    captions: [['image', 'labels', 'found']],
    legend: classLegend(classNames),
  });
}

function imageTile(
  { values, channels }: SegmentedSamples,
  at: (row: number, column: number) => number,
  toByte: (value: number) => number,
): Tile {
  const channel = (i: number): number => (channels === 3 ? i : 0);
  return {
    colour: (row, column) => {
      const from = at(row, column) * channels;
      return [0, 1, 2].map((i) => toByte(values[from + channel(i)] as number)) as unknown as Colour;
    },
  };
}

/** 0 for images; of a volume the plane with the most voxels that are not of class 0, else the one in the middle. */
function shownPlane({ sides, truth }: SegmentedSamples, sample: number): number {
  if (sides.length === 2) return 0;
  const [planes = 1, rows = 1, columns = 1] = sides;
  const size = rows * columns;
  let [best, most] = [Math.floor(planes / 2), 0];
  for (let plane = 0; plane < planes; plane++) {
    let marked = 0;
    for (let i = 0; i < size; i++) marked += truth[(sample * planes + plane) * size + i] === 0 ? 0 : 1;
    if (marked > most) [best, most] = [plane, marked];
  }
  return best;
}

/** The colour of a class. */
export function classColour(label: number): Colour {
  if (label === 0) return BACKGROUND;
  const hue = (label * GOLDEN_ANGLE) % 360;
  const wave = (shift: number): number => {
    const k = (shift + hue / 60) % 6;
    return Math.round(255 * (1 - 0.8 * Math.max(0, Math.min(k, 4 - k, 1))));
  };
  return [wave(5), wave(3), wave(1)];
}

/** More are not explained. */
const MOST_EXPLAINED = 24;

/** The colours of classes, beginning with that of a number. */
export const classLegend = (classNames: readonly string[] = [], first = 0) =>
  classNames.slice(0, MOST_EXPLAINED).map((name, label) => ({ name, colour: classColour(label + first) }));
