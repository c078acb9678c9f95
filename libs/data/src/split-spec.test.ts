import { describe, expect, it } from 'vitest';
import { SPLITS } from './dataset.js';
import { SplitSpec, splitRows } from './split-spec.js';

const spec = (fields: Record<string, unknown>) => SplitSpec.parse(fields);
const COUNT = 200;
const everyRow = Array.from({ length: COUNT }, (_, row) => row);

it.each<[string, Record<string, unknown>]>([
  ['random', {}],
  ['stratified', { kind: 'stratified' }],
  ['grouped', { kind: 'grouped', by: 'patient' }],
  ['ordered', { kind: 'ordered', by: 'day' }],
])('%s deals each row to one split, the same every time', (_name, fields) => {
  const facts = {
    count: COUNT,
    classOf: (row: number) => row % 3,
    keyOf: (row: number) => String((row * 7) % 50),
  };
  const rows = splitRows(facts, spec({ validation: 0.1, test: 0.2, ...fields }));
  expect(SPLITS.flatMap((split) => [...rows[split]]).sort((a, b) => a - b)).toEqual(everyRow);
  expect(splitRows(facts, spec({ validation: 0.1, test: 0.2, ...fields }))).toEqual(rows);
  // Each class rounds for itself.
  expect(Math.abs(rows.validation.length - 20)).toBeLessThanOrEqual(1);
  expect(Math.abs(rows.test.length - 40)).toBeLessThanOrEqual(1);
});

it('stratified gives each split the same share of a rare class', () => {
  const classOf = (row: number) => (row % 10 === 0 ? 'rare' : 'common');
  const rows = splitRows({ count: COUNT, classOf }, spec({ kind: 'stratified', validation: 0.1, test: 0.2 }));
  const rare = SPLITS.map((split) => rows[split].filter((row) => row % 10 === 0).length);
  expect(rare).toEqual([14, 2, 4]);
});

it('grouped never has a group in two splits', () => {
  const keyOf = (row: number) => `patient ${Math.floor(row / 7)}`;
  const rows = splitRows(
    { count: COUNT, keyOf },
    spec({ kind: 'grouped', by: 'patient', validation: 0.2, test: 0.2 }),
  );
  const groups = SPLITS.map((split) => new Set(Array.from(rows[split], keyOf)));
  expect(new Set(groups.flatMap((set) => [...set])).size).toBe(
    groups.reduce((sum, set) => sum + set.size, 0),
  );
});

it.each<[string, (row: number) => string]>([
  ['numbers', (row) => String(1_000 - row)],
  ['dates', (row) => new Date(86_400_000 * (1_000 - row)).toISOString()],
])('ordered by %s trains on the past and tests on what came last', (_what, keyOf) => {
  const rows = splitRows(
    { count: COUNT, keyOf },
    spec({ kind: 'ordered', by: 'day', validation: 0.1, test: 0.2 }),
  );
  expect([...rows.test]).toEqual(everyRow.slice(0, 40));
  expect([...rows.validation]).toEqual(everyRow.slice(40, 60));
  expect([...splitRows({ count: 4 }, spec({ kind: 'ordered', test: 0.25 })).test]).toEqual([3]);
});

describe('folds', () => {
  const facts = { count: 103, classOf: (row: number) => row % 2, keyOf: (row: number) => String(row % 20) };
  it.each<[string, Record<string, unknown>]>([
    ['random', { test: 0.2 }],
    ['stratified', { kind: 'stratified' }],
    ['grouped', { kind: 'grouped', by: 'g' }],
  ])('of %s samples validate each of them once, and never one that tests', (_kind, fields) => {
    const folds = [0, 1, 2, 3, 4].map((index) =>
      splitRows(facts, spec({ ...fields, fold: { of: 5, index } })),
    );
    const validated = folds.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b);
    const tested = new Set(folds[0]?.test);
    expect(validated).toEqual(Array.from({ length: 103 }, (_, row) => row).filter((row) => !tested.has(row)));
    for (const fold of folds) {
      expect(fold.test).toEqual(folds[0]?.test);
      expect(fold.train.length + fold.validation.length + fold.test.length).toBe(103);
    }
  });
});

it.each<[Record<string, unknown>, string]>([
  [{ validation: 0.5, test: 0.5 }, 'must leave samples to train on'],
  [{ kind: 'grouped' }, 'needs the column'],
  [{ by: 'day' }, 'kind: random does not look at a column'],
  [{ fold: { of: 3, index: 3 } }, 'must be less than 3'],
  [{ fold: { of: 3, index: 0 }, validation: 0.1 }, 'a fold is the validation split'],
  [{ kind: 'ordered', fold: { of: 3, index: 0 } }, 'would train on what comes after'],
])('refuses %j', (fields, message) => {
  expect(
    SplitSpec.safeParse(fields)
      .error?.issues.map((issue) => issue.message)
      .join(),
  ).toContain(message);
});
