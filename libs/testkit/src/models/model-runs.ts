import { EXPORT_FORMATS } from '@ringmaster/contracts';

export interface ModelRun {
  /** A name of the model registry. */
  readonly model: string;
  readonly config: object;
  /** Of `data.dataset: synthetic`. */
  readonly data: object;
  readonly task?: object;
  readonly loss?: string;
  /** In one process also in `npm test`, with every comparison; all are in `npm run test:full`. */
  readonly isQuick?: boolean;
  /** Takes several times what another does, or much the same: on two workers in `npm run test:full` alone. */
  readonly isLong?: boolean;
}

const small = { layers: 1, width: 8, heads: 2 };
const images = { kind: 'shapes', size: 32 };
const text = { kind: 'grammar', words: 12, length: 8 };
const volumes = { kind: 'scans', size: 16, dimensions: 3 };
const segmentation = { kind: 'segmentation' };
const scenes = { kind: 'scenes', labels: 'boxes', size: 32 };
const languageModel = { kind: 'languageModel' };

/** Short runs of every model of the registry: larger ones at a reduced width, on generated data that fits them. */
export const MODEL_RUNS: readonly ModelRun[] = [
  { model: 'mlp', config: { hidden: [8] }, data: { kind: 'blobs' } },
  { model: 'lenet5', config: {}, data: images },
  { model: 'simple-cnn', config: { filters: [2, 3, 4], dense: 8 }, data: images },
  { model: 'alexnet', config: { width: 0.05, dense: 8 }, data: { kind: 'shapes', size: 64 }, isLong: true },
  { model: 'vgg', config: { depth: 11, width: 0.05, dense: 8 }, data: images, isLong: true },
  { model: 'resnet', config: { depth: 20, width: 0.25 }, data: images, isLong: true },
  { model: 'densenet', config: { growth: 2 }, data: images, isLong: true },
  {
    model: 'cnn3d',
    config: { filters: [2, 3], dense: 6 },
    data: { ...volumes, labels: 'presence' },
    isLong: true,
  },
  { model: 'unet', config: { depth: 2, filters: 4 }, data: { kind: 'scans', size: 16 }, task: segmentation },
  { model: 'unet3d', config: { depth: 2, filters: 2 }, data: volumes, task: segmentation, isLong: true },
  {
    model: 'rnn',
    config: { units: [8] },
    data: { kind: 'machine', length: 12 },
    isQuick: true,
    isLong: true,
  },
  {
    model: 'rnn',
    config: { cell: 'gru', units: [6, 4], bidirectional: true },
    data: { kind: 'seasonal', length: 24, horizon: 4 },
    task: { kind: 'forecasting' },
    loss: 'meanSquaredError',
    isLong: true,
  },
  { model: 'gpt', config: small, data: text, task: languageModel },
  { model: 'bert', config: small, data: text, task: languageModel, isLong: true },
  {
    model: 'transformer',
    config: small,
    data: { kind: 'languagePair', words: 8, phrases: 2 },
    task: { kind: 'sequenceToSequence', padding: 0 },
    isQuick: true,
    isLong: true,
  },
  {
    model: 'yolo',
    config: { filters: [2, 3, 4], deep: [4], anchors: [[0.3, 0.3]] },
    data: scenes,
    task: { kind: 'detection' },
    loss: 'yolo',
    isLong: true,
  },
  {
    model: 'ssd',
    config: { backbone: 'simple-cnn', width: 0.1, maps: 2 },
    data: scenes,
    task: { kind: 'detection' },
    loss: 'multibox',
  },
  {
    model: 'ssd',
    config: { width: 0.02 },
    data: scenes,
    task: { kind: 'detection' },
    loss: 'multibox',
    isLong: true,
  },
  { model: 'vit', config: { ...small, patch: 8 }, data: images },
];

/** Two steps with a checkpoint after each; every format of export is published. */
export const modelRunDocument = ({
  model,
  config,
  data,
  task,
  loss = 'sparseCategoricalCrossentropy',
}: ModelRun) => ({
  version: 1,
  kind: 'train',
  name: `two-steps-${model}`,
  model: { name: model, config },
  data: {
    dataset: 'synthetic',
    config: { ...data, train: 16, validation: 8, test: 8 },
    batchSize: 8,
  },
  ...(task && { task }),
  loss,
  optimizer: { kind: 'adam' },
  training: { epochs: 1, seed: 7, shards: 2, checkpoint: { everySteps: 1, keep: 3 } },
  exports: [...EXPORT_FORMATS],
  workers: { min: 1, max: 2, slots: { cpuThreads: 1 } },
});
