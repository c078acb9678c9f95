import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  AugmentSpec,
  EXPORT_FORMATS,
  LOSS_NAMES,
  METRIC_NAMES,
  OptimizerSpec,
  ScheduleSpec,
  TASK_NAMES,
} from '@ringmaster/contracts';
import { DATASETS } from '@ringmaster/data';
import { MODELS } from '@ringmaster/models';
import { MODEL_RUNS, SMALL_MODELS } from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const text = (path: string) => readFileSync(root + path, 'utf8');
/** All tests below a folder. */
const tests = (folder: string): string =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => text(`${folder}/${name}`))
    .join('\n');

const components = text('docs/reference/components.md');
const kindsOf = (options: readonly { readonly shape: { readonly kind: { readonly value: string } } }[]) =>
  options.map(({ shape }) => shape.kind.value);
/** The kinds of generated data, from the page that their schema wrote. */
const generators = [
  ...(components.split('## Generated data')[1]?.split('##')[0] ?? '').matchAll(/^\| `(\w+)` \|/gm),
].map(([, name]) => name ?? '');
const sources = (folder: string, name: RegExp): string =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path))
    .map((path) => text(`${folder}/${path}`))
    .join('\n');
/** The functions of the layer library that give a layer. */
const layerFactories = [
  ...sources('libs/models/src/layers', /(?<!test)\.ts$/).matchAll(
    /^export const (\w+) = \([^)]*\): layers\.Layer\b/gm,
  ),
].map(([, name]) => name ?? '');

interface Registry {
  readonly kind: string;
  readonly names: readonly string[];
  /** A page on which each has a row, generated from its entry. */
  readonly page?: string;
  /** Tests that name each of them. Where they run over the registry itself, what they run over. */
  readonly tested: string;
}

/** What a document can name, and the tests that have to speak of it. */
const REGISTRIES: readonly Registry[] = [
  { kind: 'losses', names: LOSS_NAMES, tested: tests('libs/training/src/losses') },
  { kind: 'metrics', names: METRIC_NAMES, tested: tests('libs/training/src/metrics') },
  { kind: 'tasks', names: TASK_NAMES, tested: tests('libs/training/src/tasks') },
  {
    kind: 'optimizers',
    names: kindsOf(OptimizerSpec.options),
    tested: tests('libs/training/src/optimizers'),
  },
  {
    kind: 'schedules',
    names: kindsOf(ScheduleSpec.options),
    tested: tests('libs/training/src/schedules'),
  },
  {
    kind: 'augmentations',
    names: kindsOf(AugmentSpec.options),
    tested: tests('libs/data/src/augment'),
  },
  { kind: 'data sets', names: Object.keys(DATASETS), tested: tests('libs/data/src') },
  { kind: 'generators', names: generators, tested: tests('libs/data/src/synthetic') },
  {
    kind: 'models',
    names: Object.keys(MODELS),
    page: text('docs/models.md'),
    // Built, described, compiled, trained, resumed, exported and loaded again: models.test.ts, library-models.test.ts,
    // exported-models.test.ts, predictor.test.ts, every-model.test.ts and registry.test.ts run over these two lists.
    tested: [
      ...MODEL_RUNS.map(({ model }) => `'${model}'`),
      ...SMALL_MODELS.map(({ name }) => `'${name}'`),
    ].join(' '),
  },
  {
    kind: 'formats of export',
    names: EXPORT_FORMATS,
    page: text('docs/guides/export.md'),
    tested: tests('apps/worker/src'),
  },
];

describe.each(REGISTRIES)('$kind', ({ names, page = components, tested }) => {
  it('are some', () => expect(names.length).toBeGreaterThan(3));

  it.each(names)('%s has a row in a page and a test', (name) => {
    expect(new RegExp(`^(\\|.*|## )\`${name}\``, 'm').test(page), 'a row').toBe(true);
    expect(new RegExp(`['"\`: ]${name}\\b`).test(tested), 'a test').toBe(true);
  });
});

describe('layers', () => {
  // Builders of models are run by the tests over the registry of models.
  const tested =
    tests('libs/models/src') + tests('libs/engine/src') + sources('libs/models/src', /build\.ts$/);
  it('are some', () => expect(layerFactories.length).toBeGreaterThan(15));
  it.each(layerFactories)('%s is named by a test, or part of a model', (name) =>
    expect(new RegExp(`\\b${name}\\b`).test(tested)).toBe(true),
  );
});

describe('callbacks and what keeps weights', () => {
  const tested = tests('libs/training/src');
  const guide = text('docs/guides/training.md');
  it.each([
    'earlyStopping',
    'plateau',
    'ema',
    'swa',
    'adversarial',
    'regularization',
    'gradientNoise',
    'clipNorm',
    'clipValue',
    'precision',
  ])('%s is told in the guide and tested', (name) => {
    expect(guide).toContain(name);
    expect(`${tested}${tests('libs/engine/src')}`).toContain(name);
  });
});
