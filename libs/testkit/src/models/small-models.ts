import type { LossName, TaskSpec } from '@ringmaster/contracts';
import { type Rng, rng } from '@ringmaster/core';
import { type Batch, BOX_COLUMNS, type Column, type DatasetInfo } from '@ringmaster/data';

export interface SmallModel {
  /** A name of the model registry. */
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly data: DatasetInfo;
  /** Default: classification. */
  readonly task?: TaskSpec;
  /** Default: `sparseCategoricalCrossentropy`. */
  readonly loss?: LossName;
  /** Of a sample. Default: one logit a class for each label. */
  readonly outputShape?: readonly number[];
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

/** Sequences of 6 tokens below `vocabulary`. */
const tokenInfo = (vocabulary: number, labelShape: readonly number[]): DatasetInfo => ({
  ...classInfo([6], vocabulary),
  inputDtype: 'int32',
  labelShape,
});
const PAIRS: DatasetInfo = {
  ...tokenInfo(11, [5]),
  extras: { decoder: { shape: [5], dtype: 'int32' } },
};
const languageModel = { kind: 'languageModel' } as const;

/** A class for each pixel or voxel. */
const maskInfo = (sides: readonly number[], channels: number, classes: number): DatasetInfo => ({
  ...classInfo([...sides, channels], classes),
  labelShape: sides,
});
const segmentation = { kind: 'segmentation' } as const;

const DIGITS = classInfo([28, 28, 1], 10);
/** Not square, so that rows are never taken for columns. */
const PHOTOS = classInfo([32, 33, 3], 5);

/** Two boxes an image, whatever their edges. */
const BOXES: DatasetInfo = { ...PHOTOS, labelShape: [2, 6], labelDtype: 'float32' };

/** Every model of the registry, at sizes that the pure-JS backend builds and runs in a moment; two of larger families. */
export const SMALL_MODELS: readonly SmallModel[] = [
  { name: 'mlp', config: { hidden: [8], dropout: 0.5 }, data: classInfo([2], 3) },
  {
    name: 'mlp',
    config: { hidden: [6], activation: 'selu', dropout: 0.2, noise: 0.1 },
    data: classInfo([4], 3),
  },
  { name: 'mlp', config: { hidden: [6], activation: 'prelu' }, data: classInfo([4], 3) },
  { name: 'lenet5', config: {}, data: DIGITS },
  { name: 'simple-cnn', config: { filters: [2, 3, 4], dense: 8 }, data: classInfo([8, 9, 3], 5) },
  { name: 'alexnet', config: { width: 0.05, dense: 8 }, data: classInfo([63, 64, 3], 5) },
  { name: 'vgg', config: { depth: 11, width: 0.05, dense: 8, dropout: 0 }, data: PHOTOS },
  { name: 'vgg', config: { depth: 13, width: 0.05, dense: 8, batchNorm: true }, data: PHOTOS },
  { name: 'resnet', config: { depth: 20, width: 0.25 }, data: PHOTOS },
  { name: 'resnet', config: { depth: 50, width: 0.06, stem: 'small' }, data: PHOTOS },
  { name: 'densenet', config: { growth: 2, dropout: 0.2 }, data: PHOTOS },
  { name: 'cnn3d', config: { filters: [2, 3], dense: 6 }, data: classInfo([6, 4, 5, 1], 3) },
  {
    name: 'cnn3d',
    config: { filters: [4], dense: 6, normalization: 'group', dropout: 0 },
    data: classInfo([4, 3, 5, 2], 3),
  },
  {
    name: 'unet',
    config: { depth: 2, filters: 2 },
    data: maskInfo([8, 12], 3, 4),
    task: segmentation,
  },
  {
    name: 'unet',
    config: { depth: 1, filters: 3, normalization: 'batch', up: 'nearest', dropout: 0.3 },
    data: maskInfo([6, 8], 1, 2),
    task: segmentation,
  },
  { name: 'unet3d', config: { depth: 1, filters: 2 }, data: maskInfo([4, 6, 2], 1, 3), task: segmentation },
  {
    name: 'unet3d',
    config: { depth: 1, filters: 2, normalization: 'none', up: 'nearest' },
    data: maskInfo([4, 2, 6], 2, 2),
    task: segmentation,
  },
  { name: 'rnn', config: { units: [4], dropout: 0.2 }, data: classInfo([5, 3], 3) },
  { name: 'rnn', config: { cell: 'gru', units: [4, 3], bidirectional: true }, data: classInfo([6], 3) },
  {
    name: 'rnn',
    config: { cell: 'simple', units: [4], head: 'every', vocabulary: 7, embedding: 3 },
    data: tokenInfo(7, [6]),
    task: languageModel,
  },
  {
    name: 'transformer',
    config: { layers: 1, width: 8, heads: 2 },
    data: PAIRS,
    task: { kind: 'sequenceToSequence' },
  },
  { name: 'bert', config: { layers: 1, width: 8, heads: 2 }, data: tokenInfo(11, [6]), task: languageModel },
  {
    name: 'bert',
    config: { layers: 1, width: 8, heads: 2, head: 'classification', vocabulary: 11, separator: 2 },
    data: tokenInfo(3, []),
  },
  { name: 'gpt', config: { layers: 2, width: 8, heads: 2 }, data: tokenInfo(11, [6]), task: languageModel },
  {
    name: 'vit',
    config: { layers: 1, width: 8, heads: 2, patch: 8, dropout: 0.1 },
    data: PHOTOS,
  },
  {
    name: 'yolo',
    config: {
      filters: [3, 4, 5],
      deep: [6, 4],
      anchors: [
        [0.2, 0.3],
        [0.5, 0.4],
      ],
    },
    data: BOXES,
    task: { kind: 'detection' },
    loss: 'yolo',
    outputShape: [4 * 4 * 2, 5 + 5 + 6],
  },
  {
    name: 'ssd',
    config: { backbone: 'simple-cnn', width: 0.1, maps: 2 },
    data: BOXES,
    task: { kind: 'detection' },
    loss: 'multibox',
    outputShape: [4 * 4 * 4 + 2 * 2 * 6, 5 + 5 + 6],
  },
  {
    name: 'ssd',
    config: { width: 0.02 },
    data: BOXES,
    task: { kind: 'detection' },
    loss: 'multibox',
    outputShape: [4 * 5 * 4 + 2 * 3 * 6 + 1 * 2 * 6, 5 + 5 + 6],
  },
];

/** Random samples of a data set that nobody has: normal numbers, or class numbers where the inputs are tokens. */
export function smallBatch(info: DatasetInfo, count: number): Batch {
  const { inputShape, labelShape, labelDtype, inputDtype = 'float32', classes = 2, extras = {} } = info;
  const random = rng(5);
  const column = (shape: readonly number[], dtype: Column['dtype']): Column => {
    const size = shape.reduce((product, dim) => product * dim, count);
    const data =
      dtype === 'int32'
        ? new Int32Array(size).map(() => random.below(classes))
        : new Float32Array(size).map(() => random.normal());
    return { shape: [count, ...shape], dtype, data };
  };
  const further = Object.entries(extras).map(([name, { shape, dtype }]) => [name, column(shape, dtype)]);
  return {
    count,
    x: column(inputShape, inputDtype),
    y: labelDtype === 'float32' ? boxes(count, labelShape, random) : column(labelShape, 'int32'),
    ...(further.length > 0 && { extras: Object.fromEntries(further) as Record<string, Column> }),
  };
}

/** Boxes of the first two classes, as libs/data lays them out. */
function boxes(count: number, shape: readonly number[], random: Rng): Column {
  const rows = shape.reduce((product, dim) => product * dim, count) / BOX_COLUMNS;
  const data = Array.from({ length: rows }, () => {
    const [x, y] = [0.5 * random.uniform(), 0.5 * random.uniform()];
    const [w, h] = [0.2 + 0.3 * random.uniform(), 0.2 + 0.3 * random.uniform()];
    return [x, y, x + w, y + h, random.below(2), 0];
  });
  return { shape: [count, ...shape], dtype: 'float32', data: Float32Array.from(data.flat()) };
}
