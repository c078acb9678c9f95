import type { AugmentSpec, LossName } from '@ringmaster/contracts';
import type { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { buildModel, MODELS, validateModel } from './index.js';

const job = (
  name: string,
  config: Record<string, unknown> = {},
  data: { dataset: string; config?: Record<string, unknown>; augment?: AugmentSpec[] } = {
    dataset: 'digits',
  },
  loss: LossName = 'sparseCategoricalCrossentropy',
) => ({
  model: { name, config },
  data: { dataset: data.dataset, config: data.config ?? {}, augment: data.augment ?? [] },
  loss,
});

const segmenting = (one: ReturnType<typeof job>) => ({ ...one, task: { kind: 'segmentation' as const } });

const problems = (bad: ReturnType<typeof job>): unknown => {
  try {
    validateModel(bad);
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid' });
    return (error as TrainError).details?.['problems'];
  }
  return [];
};

const blobs = { dataset: 'synthetic', config: { kind: 'blobs' } };
const linear = { dataset: 'synthetic', config: { kind: 'linear' } };

describe('validateModel', () => {
  it.each([
    job('lenet5'),
    segmenting(job('unet', {}, { dataset: 'synthetic', config: { kind: 'scans' } })),
    job('lenet5', { classes: 10, activation: 'relu', pooling: 'max' }),
    job('simple-cnn', { filters: [8, 16, 32] }),
    job('mlp', { hidden: [] }, blobs),
    job('mlp', {}, linear, 'meanSquaredError'),
    job('mlp', {}, { ...blobs, augment: [{ kind: 'mixup', alpha: 0.2 }] }, 'categoricalCrossentropy'),
    job('mlp', {}, { dataset: 'synthetic', config: { kind: 'rings' } }, 'binaryCrossentropy'),
  ])('takes %j', (good) => {
    expect(problems(good)).toEqual([]);
  });

  it.each([
    [job('lenet'), 'model.name', 'there is no model "lenet"; did you mean "lenet5"?'],
    [job('perceiver'), 'model.name', 'known: mlp, lenet5, simple-cnn'],
    [job('resnet50'), 'model.name', 'did you mean "resnet"?'],
    [job('constructor'), 'model.name', 'there is no model "constructor"'],
    [job('mlp', { hiden: [3] }), 'model.config', 'hiden'],
    [job('mlp', { hidden: [3, -1] }), 'model.config.hidden.1', '>0'],
    [job('mlp', { dropout: 1 }), 'model.config.dropout', '<1'],
    [job('simple-cnn', { filters: [1, 2] }), 'model.config.filters', ''],
    [job('lenet5', { activation: 'swoosh' }), 'model.config.activation', 'relu'],
    [job('lenet5', { classes: 3 }), 'model.config.classes', '3, but digits has 10 classes'],
    [job('mlp', { classes: 3 }, linear, 'meanSquaredError'), 'model.config.classes', 'has no classes'],
    [
      segmenting(job('unet', { depth: 5 }, { dataset: 'synthetic', config: { kind: 'scans', size: 48 } })),
      'model.name',
      'sides are multiples of 32, since model.config.depth is 5',
    ],
    [
      segmenting(job('unet3d', {}, { dataset: 'synthetic', config: { kind: 'scans' } })),
      'model.name',
      'takes volumes',
    ],
    [
      segmenting(job('unet', {}, { dataset: 'synthetic', config: { kind: 'shapes', size: 32 } })),
      'model.name',
      'takes labels of shape [32, 32], not []',
    ],
    [
      job('lenet5', {}, blobs),
      'model.name',
      'at least 12×12 pixels, but synthetic gives samples of shape [2]',
    ],
    [job('mlp', {}, linear), 'loss', 'takes class numbers, but synthetic'],
    [job('mlp', {}, blobs, 'meanSquaredError'), 'loss', 'labelled with class numbers'],
    [job('mlp', {}, blobs, 'binaryCrossentropy'), 'loss', 'takes two classes, but synthetic has 3'],
    [
      job('mlp', {}, { ...blobs, augment: [{ kind: 'mixup', alpha: 0.2 }] }),
      'data.augment.0',
      'say loss: categoricalCrossentropy',
    ],
  ])('refuses %j', (bad, path, text) => {
    expect(problems(bad)).toEqual([{ path, message: expect.stringContaining(text) }]);
  });

  it('lists several problems and leaves those of data to the data sets', () => {
    const two = problems(job('mlp', { hidden: 'wide', dropout: 2 })) as { path: string }[];
    expect(two.map(({ path }) => path)).toEqual(['model.config.hidden', 'model.config.dropout']);
    expect(problems(job('mlp', {}, { dataset: 'digit' }))).toEqual([]);
  });
});

/** tfjs leaves its engine on the global object as soon as it is imported. */
const isTfjsLoaded = () => '_tfengine' in globalThis;

it('names and validates models without loading tfjs', async () => {
  validateModel(job('simple-cnn'));
  expect(Object.keys(MODELS)).toContain('simple-cnn');
  expect(isTfjsLoaded()).toBe(false);
  await MODELS['mlp']?.load();
  expect(isTfjsLoaded()).toBe(true);
});

it.each([
  [{ model: { name: 'nothing', config: {} }, loss: 'meanSquaredError' as const }, 'model.name'],
  [{ model: { name: 'lenet5', config: {} }, loss: 'sparseCategoricalCrossentropy' as const }, 'model.name'],
  [
    { model: { name: 'mlp', config: { x: 1 } }, loss: 'sparseCategoricalCrossentropy' as const },
    'model.config',
  ],
])('does not build what does not fit: %j', async (bad, path) => {
  const info = { ...SMALL_INFO, hash: '' };
  await expect(buildModel({ ...bad, training: { seed: 1 } }, info)).rejects.toThrow(path);
});

const SMALL_INFO = {
  name: 'small',
  sizes: { train: 1, validation: 1, test: 1 },
  inputShape: [2],
  labelShape: [],
  labelDtype: 'int32' as const,
  classes: 3,
};
