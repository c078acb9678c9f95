import { LIMITS } from '@ringmaster/contracts';
import { type Rng, rng } from '@ringmaster/core';
import { z } from 'zod';
import { SPLITS } from '../dataset.js';
import { defineDataset, type DatasetSummary } from '../definition.js';
import { memoryDataset } from '../memory-dataset.js';
import { sha256Hex } from '../sha256.js';
import { blobs, blobsConfig } from './blobs.js';
import { type GeneratorShape, type SampleGenerator, STREAMS } from './generator.js';
import { linear, linearConfig } from './linear.js';
import { rings, ringsConfig } from './rings.js';
import { SCAN_CLASSES, scans, scansConfig } from './scans.js';
import { SCENE_CLASSES, scenes, scenesConfig } from './scenes.js';
import { SHAPE_CLASSES, shapes, shapesConfig } from './shapes.js';

const size = (samples: number, split: string) =>
  z.int().min(1).max(LIMITS.syntheticSamples).default(samples).describe(`samples of the ${split} split`);
const common = {
  train: size(1_000, 'training'),
  validation: size(200, 'validation'),
  test: size(200, 'test'),
  seed: z.int().min(0).max(0xffffffff).optional().describe('seeds the data; default: training.seed'),
};

export const SyntheticConfig = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...blobsConfig, ...common }),
    z.strictObject({ ...ringsConfig, ...common }),
    z.strictObject({ ...linearConfig, ...common }),
    z.strictObject({ ...shapesConfig, ...common }),
    z.strictObject({ ...scenesConfig, ...common }),
    z.strictObject({ ...scansConfig, ...common }),
  ])
  .superRefine((config, context) => {
    const values =
      (config.train + config.validation + config.test) * product(generatorShape(config).inputShape);
    if (values > LIMITS.syntheticValues)
      context.addIssue({
        code: 'custom',
        path: ['train'],
        message: `the splits hold ${values} values together, more than ${LIMITS.syntheticValues}: ask for fewer samples`,
      });
  });
export type SyntheticConfig = z.output<typeof SyntheticConfig>;

/** Part of the content's hash: raise it when a generator makes other samples than before. */
const GENERATORS_VERSION = 1;

/**
 * Generated data: each sample is a pure function of (seed, split, index), so that a longer split starts with the same
 * samples as a shorter one.
 */
export const synthetic = defineDataset({
  name: 'synthetic',
  summary:
    'generated data: blobs and rings (classes of points), linear (regression), shapes (small images), scenes and scans (a class for each pixel)',
  config: SyntheticConfig,
  describe,
  open: async (config, context) => {
    const seeded = { ...config, seed: config.seed ?? context.seed };
    const content = JSON.stringify(seeded, Object.keys(seeded).sort());
    const hash = await sha256Hex(`synthetic v${GENERATORS_VERSION} ${content}`);
    return memoryDataset({ ...describe(config), hash }, generate(config, seeded.seed));
  },
});

function generate(config: SyntheticConfig, seed: number) {
  const shape = generatorShape(config);
  const make = sampleGenerator(config, seed);
  const width = product(shape.inputShape);
  const labels = product(labelShapeOf(shape));
  const total = config.train + config.validation + config.test;
  const x = new Float32Array(total * width);
  const y = shape.classes === undefined ? new Float32Array(total * labels) : new Int32Array(total * labels);
  let row = 0;
  for (const split of SPLITS)
    for (let index = 0; index < config[split]; index++, row++)
      make(
        rng(seed, STREAMS[split], index),
        x.subarray(row * width, (row + 1) * width),
        y.subarray(row * labels, (row + 1) * labels),
      );
  return { x, y };
}

function describe(config: SyntheticConfig): DatasetSummary {
  const shape = generatorShape(config);
  const { inputShape, classes, classNames } = shape;
  return {
    name: 'synthetic',
    sizes: { train: config.train, validation: config.validation, test: config.test },
    inputShape,
    labelShape: labelShapeOf(shape),
    ...(classes === undefined
      ? { labelDtype: 'float32' as const }
      : { labelDtype: 'int32' as const, classes }),
    ...(classNames && { classNames }),
  };
}

const labelShapeOf = ({ labelShape, classes }: GeneratorShape): readonly number[] =>
  labelShape ?? (classes === undefined ? [1] : []);

function generatorShape(config: SyntheticConfig): GeneratorShape {
  switch (config.kind) {
    case 'blobs':
      return { inputShape: [config.features], classes: config.classes };
    case 'rings':
      return { inputShape: [2], classes: config.classes };
    case 'linear':
      return { inputShape: [config.features] };
    case 'shapes':
      return { inputShape: [config.size, config.size, 1], classes: SHAPE_CLASSES.length };
    case 'scenes':
      return pixelShape([config.size, config.size], 3, SCENE_CLASSES);
    case 'scans':
      return pixelShape(
        Array.from({ length: config.dimensions }, () => config.size),
        1,
        SCAN_CLASSES,
      );
  }
}

const pixelShape = (
  sides: readonly number[],
  channels: number,
  classNames: readonly string[],
): GeneratorShape => ({
  inputShape: [...sides, channels],
  labelShape: sides,
  classes: classNames.length,
  classNames,
});

/** Fills a sample and its label. */
type Fill = (random: Rng, x: Float32Array, y: Int32Array | Float32Array) => void;

function sampleGenerator(config: SyntheticConfig, seed: number): Fill {
  if (config.kind === 'scenes') return scenes(config) as Fill;
  if (config.kind === 'scans') return scans(config) as Fill;
  const make = labelled(config, seed);
  return (random, x, y) => {
    y[0] = make(random, x);
  };
}

type Labelled = Exclude<SyntheticConfig, { kind: 'scenes' | 'scans' }>;

function labelled(config: Labelled, seed: number): SampleGenerator {
  switch (config.kind) {
    case 'blobs':
      return blobs(config, seed);
    case 'rings':
      return rings(config);
    case 'linear':
      return linear(config, seed);
    case 'shapes':
      return shapes(config);
  }
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, dim) => total * dim, 1);
}
