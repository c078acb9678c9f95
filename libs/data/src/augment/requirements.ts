import { type AugmentSpec, isMixing } from '@ringmaster/contracts';
import type { DatasetSummary } from '../definition.js';
import { hasClassNumbers, type LabelEncoding } from '../label-encoding.js';
import type { Takes } from './augmentation.js';
import { augmentationOf } from './plan.js';

type Samples = Pick<DatasetSummary, 'name' | 'inputShape'>;

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
export function augmentProblems(
  specs: readonly AugmentSpec[],
  { name, inputShape }: Samples,
): readonly AugmentProblem[] {
  return specs.flatMap((spec, index) => {
    const { takes } = augmentationOf(spec);
    if (fits(takes, inputShape)) return [];
    const given = `${name} gives samples of shape [${inputShape.join(', ')}]`;
    return [{ path: `data.augment.${index}`, message: `"${spec.kind}" ${WANTED[takes]}, but ${given}` }];
  });
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
