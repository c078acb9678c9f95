import type { DatasetInfo } from '@ringmaster/data';

export interface SmallModel {
  /** A name of the model registry. */
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly data: DatasetInfo;
}

/** The facts of a data set that nobody reads. */
export const classInfo = (inputShape: readonly number[], classes: number): DatasetInfo => ({
  name: 'test',
  hash: '',
  sizes: { train: 1, validation: 0, test: 0 },
  inputShape,
  labelShape: [],
  labelDtype: 'int32',
  classes,
});

const DIGITS = classInfo([28, 28, 1], 10);
/** Not square, so that rows are never taken for columns. */
const PHOTOS = classInfo([32, 33, 3], 5);

/** Every model of the registry, at sizes that the pure-JS backend builds and runs in a moment; two of larger families. */
export const SMALL_MODELS: readonly SmallModel[] = [
  { name: 'mlp', config: { hidden: [8], dropout: 0.5 }, data: classInfo([2], 3) },
  { name: 'lenet5', config: {}, data: DIGITS },
  { name: 'simple-cnn', config: { filters: [2, 3, 4], dense: 8 }, data: classInfo([8, 9, 3], 5) },
  { name: 'alexnet', config: { width: 0.05, dense: 8 }, data: classInfo([63, 64, 3], 5) },
  { name: 'vgg', config: { depth: 11, width: 0.05, dense: 8, dropout: 0 }, data: PHOTOS },
  { name: 'vgg', config: { depth: 13, width: 0.05, dense: 8, batchNorm: true }, data: PHOTOS },
  { name: 'resnet', config: { depth: 20, width: 0.25 }, data: PHOTOS },
  { name: 'resnet', config: { depth: 50, width: 0.06, stem: 'small' }, data: PHOTOS },
  { name: 'densenet', config: { growth: 2, dropout: 0.2 }, data: PHOTOS },
];
