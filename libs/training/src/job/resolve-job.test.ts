import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { type Problem, problemsError } from './problem.js';
import { resolveJob, type ResolveOptions } from './resolve-job.js';

const minimal = {
  version: 1,
  kind: 'train',
  model: { name: 'lenet5' },
  data: { dataset: 'digits' },
  loss: 'sparseCategoricalCrossentropy',
};

function problemsIn(document: unknown, options?: ResolveOptions): readonly Problem[] {
  try {
    resolveJob(document, options);
  } catch (error) {
    if (error instanceof TrainError && error.code === 'invalid')
      return error.details?.['problems'] as Problem[];
    throw error;
  }
  return [];
}
const pathsIn = (document: unknown, options?: ResolveOptions) =>
  problemsIn(document, options).map(({ path }) => path);

describe('defaults', () => {
  it('fills in everything and is a fixed point', () => {
    const job = resolveJob(minimal);
    expect(job.training).toMatchObject({ epochs: 1, seed: 0, shards: 1, evaluateEvery: 'epoch' });
    expect(job.optimizer).toMatchObject({ kind: 'adam', learningRate: 0.001 });
    expect(resolveJob(job)).toEqual(job);
  });

  it('sums canonically without saying so, and in a ring only when told', () => {
    expect(resolveJob(minimal).training).not.toHaveProperty('reduce');
    expect(resolveJob({ ...minimal, training: { reduce: 'ring' } }).training.reduce).toBe('ring');
    expect(problemsIn({ ...minimal, training: { reduce: 'auto' } })).toHaveLength(1);
  });

  it('takes the shards from workers.max, once', () => {
    const four = resolveJob({ ...minimal, workers: { max: 4 } });
    expect(four.training.shards).toBe(4);
    expect(resolveJob(four, { workers: 2 })).toMatchObject({
      workers: { min: 2, max: 2 },
      training: { shards: 4 },
    });
  });

  it('lets --workers choose the shards only when the document does not', () => {
    expect(resolveJob(minimal, { workers: 3 })).toMatchObject({
      workers: { min: 3, max: 3 },
      training: { shards: 3 },
    });
  });
});

describe('problems', () => {
  it.each([
    [{ ...minimal, training: { epoch: 3 } }, 'training.epoch: unknown key (did you mean epochs?)'],
    [{ ...minimal, traning: {} }, 'traning: unknown key (did you mean training?)'],
    [
      { ...minimal, optimizer: { kind: 'sgd', momentun: 0.9 } },
      'optimizer.momentun: unknown key (did you mean momentum?)',
    ],
    [{ ...minimal, zebra: 1 }, 'zebra: unknown key'],
    [{ ...minimal, optimizer: { kind: 'tiger' } }, 'optimizer.kind: unknown kind'],
    [
      { ...minimal, optimizer: { kind: 'sgd', nesterov: true } },
      'optimizer.nesterov: there is no momentum to look ahead along: set optimizer.momentum above 0, for example 0.9',
    ],
    [
      { ...minimal, workers: { max: 8 }, training: { shards: 4 } },
      'workers.max: 8 workers cannot share 4 shards: lower it or raise training.shards to 8 or more',
    ],
    [{ ...minimal, workers: { min: 3, max: 2 } }, 'workers.min: 3 is more than workers.max, 2'],
    [
      { ...minimal, data: { dataset: 'digits', batchSize: 2 }, training: { shards: 4 } },
      'data.batchSize: a batch of 2 cannot fill 4 shards: raise it or lower training.shards',
    ],
    [
      { ...minimal, schedule: { kind: 'cosine', warmupSteps: 9 }, training: { maxSteps: 5 } },
      'schedule.warmupSteps: the warm-up of 9 steps is longer than training.maxSteps, 5',
    ],
    [
      { ...minimal, loss: 'meanSquaredError', training: { earlyStopping: { monitor: 'accuracy' } } },
      'training.earlyStopping.monitor: a run with the loss meanSquaredError has no accuracy: it reports loss',
    ],
    [
      { ...minimal, loss: 'meanSquaredError', schedule: { kind: 'plateau', monitor: 'accuracy' } },
      'schedule.monitor: a run with the loss meanSquaredError has no accuracy: it reports loss',
    ],
    [
      {
        ...minimal,
        data: { dataset: 'digits', batchSize: 14 },
        training: { shards: 4, accumulate: 5 },
      },
      'training.accumulate: 14 samples in 4 shards cannot fill 5 micro-batches of each shard: lower it to 3 or less',
    ],
    [
      { ...minimal, schedule: { kind: 'plateau' }, training: { evaluateEvery: 'end' } },
      'training.evaluateEvery: early stopping and the plateau schedule need evaluations on the way: set it to epoch or ' +
        'to a number of steps',
    ],
  ])('%j', (document, message) => {
    expect(() => resolveJob(document)).toThrow(expect.objectContaining({ code: 'invalid', message }));
  });

  it('names the field of a value that is out of range', () => {
    expect(pathsIn({ ...minimal, data: { dataset: 'digits', batchSize: -8 } })).toEqual(['data.batchSize']);
    expect(pathsIn({ ...minimal, limits: { wallTime: 'soon' } })).toEqual(['limits.wallTime']);
  });

  it('tells all at once', () => {
    const document = { ...minimal, loss: 'hubert', training: { epochs: 0, seeds: 1 }, priority: -1 };
    expect([...pathsIn(document)].sort()).toEqual(['loss', 'priority', 'training.epochs', 'training.seeds']);
  });

  it('refuses more workers than shards on the command line, with both numbers', () => {
    const sharded = { ...minimal, training: { shards: 4 } };
    expect(problemsIn(sharded, { workers: 5 })[0]?.message).toMatch(/^5 workers cannot share 4 shards/);
    expect(pathsIn(sharded, { workers: 0 })).toEqual(['workers']);
    expect(pathsIn(sharded, { workers: 1.5 })).toEqual(['workers']);
  });

  it.each([undefined, null, 'text', 7, []])('refuses the document %j', (document) => {
    expect(problemsIn(document).length).toBeGreaterThan(0);
  });
});

describe('documents that must not reach a schema', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('refuses the key %s anywhere', (key) => {
    const document: unknown = JSON.parse(
      JSON.stringify({
        ...minimal,
        model: { name: 'mlp', config: { layers: [{ KEY: { polluted: true } }] } },
      }).replace('KEY', key),
    );
    expect(problemsIn(document)).toEqual([
      { path: `model.config.layers.0.${key}`, message: 'this key is not allowed' },
    ]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('refuses nesting deeper than the limit', () => {
    let config: unknown = 1;
    for (let i = 0; i < LIMITS.jobDocumentDepth; i++) config = { deeper: config };
    expect(problemsIn({ ...minimal, model: { name: 'mlp', config } })[0]?.message).toBe(
      `nested deeper than ${LIMITS.jobDocumentDepth} levels`,
    );
  });

  it('ends on circles and on aliases that multiply', () => {
    const circle: Record<string, unknown> = {};
    circle['again'] = circle;
    expect(problemsIn({ ...minimal, model: { name: 'mlp', config: circle } }).length).toBe(1);
    let bomb: unknown = [1];
    for (let i = 0; i < 10; i++) bomb = Array.from({ length: 10 }, () => bomb);
    expect(problemsIn({ ...minimal, model: { name: 'mlp', config: { bomb } } })[0]?.message).toMatch(
      /holds more than/,
    );
  });

  it.each([
    [new Date(0), 'must be a plain mapping of keys to values'],
    [Infinity, 'must be a finite number, not Infinity'],
    [() => 1, 'cannot be a function'],
    [1n, 'cannot be a bigint'],
  ])('refuses the value %s', (value, message) => {
    expect(problemsIn({ ...minimal, model: { name: 'mlp', config: { value } } })).toEqual([
      { path: 'model.config.value', message },
    ]);
  });
});

describe('checks of registries', () => {
  const listed = [{ path: 'model.config.units', message: 'must be positive' }];
  const checks = [
    {
      path: 'model',
      check: () => {
        throw problemsError(listed);
      },
    },
    {
      path: 'data.dataset',
      check: () => {
        throw new TrainError('invalid', 'there is no data set digitz');
      },
    },
    { path: 'loss', check: () => undefined },
  ];

  it('adds their problems to the others', () => {
    expect(problemsIn({ ...minimal, workers: { min: 2, max: 1 } }, { checks })).toEqual([
      { path: 'workers.min', message: '2 is more than workers.max, 1' },
      ...listed,
      { path: 'data.dataset', message: 'there is no data set digitz' },
    ]);
  });

  it('passes on what is not about the document', () => {
    const broken = {
      path: 'model',
      check: () => {
        throw new TrainError('internal', 'a bug');
      },
    };
    expect(() => resolveJob(minimal, { checks: [broken] })).toThrow(
      expect.objectContaining({ code: 'internal' }),
    );
  });
});
