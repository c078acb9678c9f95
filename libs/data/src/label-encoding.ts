import { LOSS_LABELS, lossName, type LossSpec } from '@ringmaster/contracts';
import { assert } from '@ringmaster/core';
import type { Column, DatasetInfo } from './dataset.js';

type Labels = Pick<DatasetInfo, 'classes' | 'labelShape'>;

/** How the model's step gets labels: as the data set gives them, or a probability for each class. */
export type LabelEncoding = 'asRead' | 'oneHot';

/** Whether a label is the number of a class. */
export const hasClassNumbers = ({ classes, labelShape }: Labels): boolean =>
  classes !== undefined && labelShape.length === 0;

/** Whether a label is a class for each pixel of the image. */
export const hasMasks = ({
  classes,
  labelShape,
  inputShape,
}: Labels & Pick<DatasetInfo, 'inputShape'>): boolean =>
  classes !== undefined &&
  inputShape.length === 3 &&
  labelShape.length === 2 &&
  labelShape.every((side, i) => side === inputShape[i]);

/** Losses that compare probabilities take them of every class: where labels are class numbers, they become one-hot. */
export const labelEncoding = (loss: LossSpec, labels: Labels): LabelEncoding =>
  LOSS_LABELS[lossName(loss)] === 'probabilities' && hasClassNumbers(labels) ? 'oneHot' : 'asRead';

/** Class numbers [n] as rows of probabilities [n, classes]. */
export function oneHot({ data, shape }: Column, classes: number): Column {
  const rows = new Float32Array(data.length * classes);
  data.forEach((label, row) => {
    assert(label >= 0 && label < classes, `label ${label} is not one of ${classes} classes`);
    rows[row * classes + label] = 1;
  });
  return { shape: [...shape, classes], dtype: 'float32', data: rows };
}
