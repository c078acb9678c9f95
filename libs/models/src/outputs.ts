import { LOSS_LABELS, lossName, lossOptions, type LossSpec } from '@ringmaster/contracts';
import { type DatasetSummary, hasBoxes } from '@ringmaster/data';

/** How many values a model puts out for a sample, token or pixel under this loss, or why the loss does not fit the labels. */
export function modelOutputs(loss: LossSpec, labels: DatasetSummary): number | string {
  const { name, classes, labelShape } = labels;
  const kind = lossName(loss);
  const numbers = labelShape.reduce((product, dim) => product * dim, 1);
  switch (LOSS_LABELS[kind]) {
    case 'classNumbers':
      return (
        classes ??
        `${kind} takes class numbers, but ${name} is labelled with [${labelShape.join(', ')}] numbers`
      );
    case 'binary':
      if (classes === undefined) return numbers;
      return classes === 2 ? 1 : `${kind} takes two classes, but ${name} has ${classes}`;
    case 'probabilities':
      // Class numbers are encoded as one-hot rows for it (libs/data, label encoding).
      return classes ?? numbers;
    case 'groups': {
      const options = lossOptions(loss);
      return 'dimensions' in options ? options.dimensions : numbers;
    }
    case 'symbols':
      return classes === undefined
        ? `${kind} takes symbols, but ${name} does not say how many there are`
        : classes + 1;
    case 'boxes':
      return classes !== undefined && hasBoxes(labels)
        ? classes
        : `${kind} takes boxes with a class, but ${name} is labelled with [${labelShape.join(', ')}] ${classes === undefined ? 'numbers' : 'class numbers'}`;
    case 'numbers':
      return classes === undefined
        ? numbers
        : `${kind} takes numbers as targets, but ${name} is labelled with class numbers`;
  }
}

/** What a loss of logits applies to them itself. */
export type OutputActivation = 'softmax' | 'sigmoid';

/** The activation that a model need not end with under this loss; undefined where the loss takes outputs as they are. */
export function lossActivation(loss: LossSpec): OutputActivation | undefined {
  switch (LOSS_LABELS[lossName(loss)]) {
    case 'classNumbers':
    case 'probabilities':
    case 'symbols':
      return 'softmax';
    case 'binary':
      return 'sigmoid';
    case 'numbers':
    case 'groups':
    case 'boxes':
      return undefined;
  }
}
