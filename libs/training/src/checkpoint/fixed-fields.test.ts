import { linearJob } from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import { documentChanges } from '../job/document-changes.js';
import { changedFixedFields } from './fixed-fields.js';

const changed = (after: ReturnType<typeof linearJob>, isEpochStart = false) =>
  changedFixedFields(linearJob(), after, isEpochStart).map(({ path }) => path);

describe('what a run may not change on its way', () => {
  it('names every field, with both values and the reason', () => {
    const after = linearJob({ seed: 6, shards: 2 });
    expect(changedFixedFields(linearJob(), after, false)).toEqual([
      { path: 'training.seed', before: '5', after: '6', why: expect.stringContaining('samples') },
      { path: 'training.shards', before: '4', after: '2', why: expect.stringContaining('never') },
    ]);
  });

  it('takes the named default for the unnamed one', () => {
    expect(changed(linearJob({ reduce: 'canonical' }))).toEqual([]);
    expect(changed(linearJob({ reduce: 'ring' }))).toEqual(['training.reduce']);
  });

  it('leaves the steps to come free', () => {
    const after = linearJob(
      { epochs: 9, clipNorm: 1, checkpoint: { everySteps: 7 } },
      {
        optimizer: { kind: 'sgd', learningRate: 0.5, momentum: 0.5 },
        schedule: { kind: 'constant' },
        workers: { min: 1, max: 3 },
      },
    );
    expect(changed(after)).toEqual([]);
  });

  it('takes another augmentation between two epochs alone', () => {
    const data = { dataset: 'blobs', batchSize: 8, augment: [{ kind: 'shift' as const, pixels: 1 }] };
    expect(changed(linearJob({}, { data }))).toEqual(['data.augment']);
    expect(changed(linearJob({}, { data }), true)).toEqual([]);
  });
});

describe('documentChanges', () => {
  it.each([
    [{ a: 1 }, { a: 1 }, []],
    [{ a: { b: 1, c: 2 } }, { a: { b: 3, c: 2 } }, [{ path: 'a.b', from: 1, to: 3 }]],
    [{ a: [1] }, { a: [1, 2] }, [{ path: 'a', from: [1], to: [1, 2] }]],
    [{}, { a: { b: 1 } }, [{ path: 'a', from: null, to: { b: 1 } }]],
  ])('%j → %j', (before, after, expected) => {
    expect(documentChanges(before, after)).toEqual(expected);
  });
});
