import type { LossName } from '@ringmaster/contracts';
import type { Corners } from './box-labels.js';

/**
 * What every detector of the library puts out for an image, `[priors, 4 + 1 + classes + 6]`: a row for each prior box with four
 * numbers that move it, 1 + classes logits, and the prior itself: its centre, width and height, and the sides of its grid's
 * cells, all relative to the image. Rows tell everything that a loss or a decoder has to know of a model.
 */
export const PRIOR_COLUMNS = 6;
/** Columns of a row that stand before the classes' logits: the box, and the background's logit or the object's. */
export const BEFORE_CLASSES = 5;

export const classesOfRow = (columns: number): number => columns - BEFORE_CLASSES - PRIOR_COLUMNS;
export const rowColumns = (classes: number): number => classes + BEFORE_CLASSES + PRIOR_COLUMNS;

/** Offsets are divided by these in the SSD reference implementation: centres vary less than sizes. */
export const SSD_VARIANCES = { centre: 0.1, size: 0.2 } as const;
/** Sizes beyond e⁸ priors are none; exp of more is infinite. */
export const LARGEST_LOG_SIZE = 8;

/** How rows are read: by the loss that they were made with. */
export type DetectorKind = Extract<LossName, 'multibox' | 'yolo'>;

/** Undefined for losses of other tasks. */
export const detectorKind = (loss: LossName): DetectorKind | undefined =>
  Object.hasOwn(DECODERS, loss) ? (loss as DetectorKind) : undefined;

export interface DecodedRow {
  readonly box: Corners;
  /** Of each class. */
  readonly scores: readonly number[];
}

type Row = Float32Array;

interface Prior {
  readonly cx: number;
  readonly cy: number;
  readonly w: number;
  readonly h: number;
  readonly stepX: number;
  readonly stepY: number;
}

function priorOf(row: Row): Prior {
  const [cx = 0, cy = 0, w = 0, h = 0, stepX = 0, stepY = 0] = row.subarray(row.length - PRIOR_COLUMNS);
  return { cx, cy, w, h, stepX, stepY };
}

const cornersOf = (cx: number, cy: number, w: number, h: number): Corners => [
  Math.max(0, cx - w / 2),
  Math.max(0, cy - h / 2),
  Math.min(1, cx + w / 2),
  Math.min(1, cy + h / 2),
];
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const scale = (log: number): number => Math.exp(Math.min(log, LARGEST_LOG_SIZE));

function softmax(logits: Row): number[] {
  const top = logits.reduce((most, z) => Math.max(most, z), -Infinity);
  const powers = Array.from(logits, (z) => Math.exp(z - top));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

/** Box and class scores of one row, the box cut at the image's edges. */
const DECODERS: Readonly<Record<DetectorKind, (row: Row, classes: number) => DecodedRow>> = {
  /** W. Liu et al., "SSD", ECCV 2016: offsets of the prior, softmax over the background and the classes. */
  multibox(row, classes) {
    const { cx, cy, w, h } = priorOf(row);
    const [tx = 0, ty = 0, tw = 0, th = 0] = row;
    const { centre, size } = SSD_VARIANCES;
    const box = cornersOf(
      cx + tx * centre * w,
      cy + ty * centre * h,
      w * scale(tw * size),
      h * scale(th * size),
    );
    return { box, scores: softmax(row.subarray(4, BEFORE_CLASSES + classes)).slice(1) };
  },
  /** J. Redmon, A. Farhadi, "YOLO9000", CVPR 2017: a place in the prior's cell, P(object)·P(class | object). */
  yolo(row, classes) {
    const { cx, cy, w, h, stepX, stepY } = priorOf(row);
    const [tx = 0, ty = 0, tw = 0, th = 0, object = 0] = row;
    const box = cornersOf(
      cx + (sigmoid(tx) - 0.5) * stepX,
      cy + (sigmoid(ty) - 0.5) * stepY,
      w * scale(tw),
      h * scale(th),
    );
    const chance = sigmoid(object);
    const given = softmax(row.subarray(BEFORE_CLASSES, BEFORE_CLASSES + classes));
    return { box, scores: given.map((score) => chance * score) };
  },
};

/** The rows of one image, decoded. */
export function decodeRows(kind: DetectorKind, rows: Float32Array, columns: number): readonly DecodedRow[] {
  const classes = classesOfRow(columns);
  return Array.from({ length: rows.length / columns }, (_, row) =>
    DECODERS[kind](rows.subarray(row * columns, (row + 1) * columns), classes),
  );
}
