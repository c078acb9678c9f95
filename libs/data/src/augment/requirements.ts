import { type AugmentSpec, isMixing } from '@ringmaster/contracts';
import type { DatasetSummary } from '../definition.js';
import { hasClassNumbers, hasMasks, type LabelEncoding } from '../label-encoding.js';
import type { Takes } from './augmentation.js';
import { augmentationOf } from './plan.js';

type Samples = Pick<DatasetSummary, 'name' | 'inputShape'> & Partial<DatasetSummary>;

const WANTED: Readonly<Record<Takes, string>> = {
  any: 'takes anything',
  image: 'moves or repaints pixels of images',
  square: 'takes square images only',
  rgb: 'takes images of three channels only',
};

function fits(takes: Takes, shape: readonly number[]): boolean {
  if (takes === 'any') return true;
  if (shape.length !== 3) return false;
  return takes === 'rgb' ? shape[2] === 3 : takes === 'image' || shape[0] === shape[1];
}

export interface AugmentProblem {
  readonly path: string;
  readonly message: string;
}

/** Why entries of `data.augment` cannot be applied to samples of a data set. */
export function augmentProblems(specs: readonly AugmentSpec[], samples: Samples): readonly AugmentProblem[] {
  return specs.flatMap((spec, index) => {
    const message = problemOf(spec, samples);
    return message === undefined ? [] : [{ path: `data.augment.${index}`, message }];
  });
}

function problemOf(spec: AugmentSpec, samples: Samples): string | undefined {
  const { name, inputShape, inputDtype, labelShape = [], classes } = samples;
  const { takes, moves } = augmentationOf(spec);
  if (inputDtype === 'int32')
    return `"${spec.kind}" changes values, but ${name} gives numbers that are names (tokens)`;
  if (!fits(takes, inputShape))
    return `"${spec.kind}" ${WANTED[takes]}, but ${name} gives samples of shape [${inputShape.join(', ')}]`;
  const labels = `labels of ${name} are of shape [${labelShape.join(', ')}]`;
  if (isMixing(spec) && classes !== undefined && labelShape.length > 0)
    return `"${spec.kind}" blends labels, and classes of pixels or tokens cannot be blended: ${labels}`;
  const follows =
    labelShape.length < 2 || hasMasks({ labelShape, inputShape, ...(classes !== undefined && { classes }) });
  return moves && !follows
    ? `"${spec.kind}" moves pixels, and nothing moves the labels with them: ${labels}`
    : undefined;
}

/** Why a list cannot be applied where labels come as they do: class numbers cannot be blended. */
export function mixingProblems(
  specs: readonly AugmentSpec[],
  labels: Pick<DatasetSummary, 'classes' | 'labelShape'>,
  encoding: LabelEncoding,
): readonly AugmentProblem[] {
  if (encoding === 'oneHot' || !hasClassNumbers(labels)) return [];
  const message = (kind: string) =>
    `"${kind}" blends labels, and class numbers cannot be blended: say loss: categoricalCrossentropy, which takes a probability for each class`;
  return specs.flatMap((spec, index) =>
    isMixing(spec) ? [{ path: `data.augment.${index}`, message: message(spec.kind) }] : [],
  );
}
