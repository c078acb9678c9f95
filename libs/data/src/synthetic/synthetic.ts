import { LIMITS } from '@ringmaster/contracts';
import { rng } from '@ringmaster/core';
import { z } from 'zod';
import { BOX_COLUMNS } from '../boxes/box-labels.js';
import { SPLITS } from '../dataset.js';
import { defineDataset, type DatasetSummary } from '../definition.js';
import { memoryDataset } from '../memory-dataset.js';
import { sha256Hex } from '../sha256.js';
import { blobs, blobsConfig } from './blobs.js';
import { degradation, degradationConfig, degradationShape } from './degradation.js';
import {
  boxed,
  type ColumnsGenerator,
  type GeneratorShape,
  labelled,
  pixelwise,
  STREAMS,
} from './generator.js';
import { grammar, grammarConfig, grammarShape } from './grammar-text.js';
import { languagePair, languagePairConfig, languagePairShape } from './language-pair.js';
import { linear, linearConfig } from './linear.js';
import { adding, addingConfig, addingShape, copy, copyConfig, copyShape } from './memory-tasks.js';
import { rings, ringsConfig } from './rings.js';
import {
  anomaly,
  anomalyConfig,
  anomalyShape,
  machine,
  machineConfig,
  machineShape,
  seasonal,
  seasonalConfig,
  seasonalShape,
} from './series.js';
import { SCAN_CLASSES, scans, scansConfig, scansWithPresence } from './scans.js';
import { boxedScenes, SCENE_CLASSES, scenes, scenesConfig } from './scenes.js';
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
    z.strictObject({ ...addingConfig, ...common }),
    z.strictObject({ ...copyConfig, ...common }),
    z.strictObject({ ...languagePairConfig, ...common }),
    z.strictObject({ ...grammarConfig, ...common }),
    z.strictObject({ ...seasonalConfig, ...common }),
    z.strictObject({ ...machineConfig, ...common }),
    z.strictObject({ ...degradationConfig, ...common }),
    z.strictObject({ ...anomalyConfig, ...common }),
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

/** Part of the content's hash: raise a kind's when its generator makes other samples, or other columns, than before. */
const VERSIONS: Readonly<Partial<Record<SyntheticConfig['kind'], number>>> = { seasonal: 2 };

/**
 * Generated data: each sample is a pure function of (seed, split, index), so that a longer split starts with the same
 * samples as a shorter one.
 */
export const synthetic = defineDataset({
  name: 'synthetic',
  summary:
    'generated data: blobs and rings (classes of points), linear (regression), shapes (small images), scenes (a class for each pixel, or boxes) and scans (a class for each pixel), adding and copy ' +
    '(memory), languagePair (translation), grammar (text), seasonal (forecasts), machine and degradation (predictive maintenance, remaining useful life), anomaly (faults that forecasts miss)',
  config: SyntheticConfig,
  describe,
  open: async (config, context) => {
    const seeded = { ...config, seed: config.seed ?? context.seed };
    const content = JSON.stringify(seeded, Object.keys(seeded).sort());
    const hash = await sha256Hex(`synthetic v${VERSIONS[config.kind] ?? 1} ${content}`);
    return memoryDataset({ ...describe(config), hash }, generate(config, seeded.seed));
  },
});

function generate(config: SyntheticConfig, seed: number) {
  const shape = generatorShape(config);
  const make = columnsGenerator(config, seed);
  const total = config.train + config.validation + config.test;
  const column = (of: readonly number[], isWhole: boolean) => {
    const width = product(of);
    const all = isWhole ? new Int32Array(total * width) : new Float32Array(total * width);
    return { all, at: (row: number) => all.subarray(row * width, (row + 1) * width) };
  };
  const x = column(shape.inputShape, shape.inputDtype === 'int32');
  const y = column(labelShapeOf(shape), shape.classes !== undefined && shape.labelDtype === undefined);
  const further = Object.entries(shape.extras ?? {}).map(
    ([name, facts]) => [name, column(facts.shape, facts.dtype === 'int32')] as const,
  );
  let row = 0;
  for (const split of SPLITS)
    for (let index = 0; index < config[split]; index++, row++) {
      const extras = Object.fromEntries(further.map(([name, { at }]) => [name, at(row)]));
      make(rng(seed, STREAMS[split], index), { x: x.at(row), y: y.at(row), extras });
    }
  const extras = Object.fromEntries(further.map(([name, { all }]) => [name, all]));
  return { x: x.all, y: y.all, ...(shape.extras && { extras }) };
}

const labelShapeOf = ({ labelShape, classes }: GeneratorShape): readonly number[] =>
  labelShape ?? (classes === undefined ? [1] : []);

function describe(config: SyntheticConfig): DatasetSummary {
  const shape = generatorShape(config);
  const { inputShape, inputDtype, classes, classNames, extras, tokens } = shape;
  const labelDtype = shape.labelDtype ?? (classes === undefined ? 'float32' : 'int32');
  return {
    name: 'synthetic',
    sizes: { train: config.train, validation: config.validation, test: config.test },
    inputShape,
    ...(inputDtype && { inputDtype }),
    labelShape: labelShapeOf(shape),
    labelDtype,
    ...(classes !== undefined && { classes }),
    ...(classNames && { classNames }),
    ...(extras && { extras }),
    ...(tokens && { tokens }),
  };
}

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
      return config.labels === 'boxes'
        ? {
            inputShape: [config.size, config.size, 3],
            labelShape: [config.objects, BOX_COLUMNS],
            labelDtype: 'float32',
            classes: SHAPE_CLASSES.length,
            classNames: SHAPE_CLASSES,
          }
        : pixelShape([config.size, config.size], 3, SCENE_CLASSES);
    case 'scans': {
      const sides = Array.from({ length: config.dimensions }, () => config.size);
      const shape = pixelShape(sides, 1, SCAN_CLASSES);
      return config.labels === 'presence' ? { ...shape, labelShape: [] } : shape;
    }
    case 'adding':
      return addingShape(config);
    case 'copy':
      return copyShape(config);
    case 'languagePair':
      return languagePairShape(config);
    case 'grammar':
      return grammarShape(config);
    case 'seasonal':
      return seasonalShape(config);
    case 'machine':
      return machineShape(config);
    case 'degradation':
      return degradationShape(config);
    case 'anomaly':
      return anomalyShape(config);
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

function columnsGenerator(config: SyntheticConfig, seed: number): ColumnsGenerator {
  switch (config.kind) {
    case 'blobs':
      return labelled(blobs(config, seed));
    case 'rings':
      return labelled(rings(config));
    case 'linear':
      return labelled(linear(config, seed));
    case 'shapes':
      return labelled(shapes(config));
    case 'scenes':
      return config.labels === 'boxes' ? boxed(boxedScenes(config)) : pixelwise(scenes(config));
    case 'scans':
      return config.labels === 'presence' ? labelled(scansWithPresence(config)) : pixelwise(scans(config));
    case 'adding':
      return adding(config);
    case 'copy':
      return copy(config);
    case 'languagePair':
      return languagePair(config, seed);
    case 'grammar':
      return grammar(config, seed);
    case 'seasonal':
      return seasonal(config, seed);
    case 'machine':
      return machine(config, seed);
    case 'degradation':
      return degradation(config);
    case 'anomaly':
      return anomaly(config, seed);
  }
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, dim) => total * dim, 1);
}
