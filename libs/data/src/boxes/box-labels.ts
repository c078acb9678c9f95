import type { DatasetInfo } from '../dataset.js';

/**
 * A labelled box as a row of an image's labels `[boxes, 6]`, float32: left, top, right and bottom edge, relative to the
 * image's width and height (0…1), the class, and 1 where the box stands for a crowd of things that nobody has counted.
 * Rows without a box have the class −1 and follow those with one.
 */
export const BOX_COLUMNS = 6;
export const NO_BOX: readonly number[] = [0, 0, 0, 0, -1, 0];

/** Left, top, right and bottom edge, in one unit for each axis. */
export type Corners = readonly [x1: number, y1: number, x2: number, y2: number];

export interface LabelledBox {
  readonly box: Corners;
  readonly label: number;
  readonly isCrowd: boolean;
}

/** Whether an image's labels are boxes, as {@link BOX_COLUMNS} describes them. */
export const hasBoxes = ({
  classes,
  labelShape,
  labelDtype,
}: Pick<DatasetInfo, 'classes' | 'labelShape' | 'labelDtype'>): boolean =>
  classes !== undefined &&
  labelDtype === 'float32' &&
  labelShape.length === 2 &&
  labelShape[1] === BOX_COLUMNS;

/** The boxes of one image's rows. */
export function labelledBoxes(rows: Float32Array | Int32Array): readonly LabelledBox[] {
  const boxes: LabelledBox[] = [];
  for (let at = 0; at < rows.length; at += BOX_COLUMNS) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, label = -1, crowd = 0] = rows.subarray(at, at + BOX_COLUMNS);
    if (label >= 0) boxes.push({ box: [x1, y1, x2, y2], label, isCrowd: crowd > 0 });
  }
  return boxes;
}

export const areaOf = ([x1, y1, x2, y2]: Corners): number => Math.max(0, x2 - x1) * Math.max(0, y2 - y1);

export const intersection = (a: Corners, b: Corners): number =>
  areaOf([Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])]);

/** Intersection over union; 0 where both are empty. */
export function boxIou(a: Corners, b: Corners): number {
  const shared = intersection(a, b);
  const union = areaOf(a) + areaOf(b) - shared;
  return union > 0 ? shared / union : 0;
}
