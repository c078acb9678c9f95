import type { LossName } from '@ringmaster/contracts';
import type { DatasetSummary } from '@ringmaster/data';

/** How many values a model puts out for a sample under this loss, or why the loss does not fit the labels. */
export function modelOutputs(loss: LossName, labels: DatasetSummary): number | string {
  const { name, classes, labelShape } = labels;
  if (classes === undefined)
    return loss === 'sparseCategoricalCrossentropy'
      ? `sparseCategoricalCrossentropy takes class numbers, but ${name} is labelled with [${labelShape.join(', ')}] numbers`
      : labelShape.reduce((product, dim) => product * dim, 1);
  switch (loss) {
    case 'sparseCategoricalCrossentropy':
      return classes;
    case 'binaryCrossentropy':
      return classes === 2 ? 1 : `binaryCrossentropy takes two classes, but ${name} has ${classes}`;
    // Class numbers are encoded as one-hot rows for it (libs/data, label encoding).
    case 'categoricalCrossentropy':
      return classes;
    case 'meanSquaredError':
      return `meanSquaredError takes numbers as targets, but ${name} is labelled with class numbers`;
  }
}
