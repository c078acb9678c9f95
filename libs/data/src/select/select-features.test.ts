import { rng } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../open.js';
import { best } from './feature-table.js';
import { binned, mutualInformation } from './mutual-information.js';

const text = (value: string) => new TextEncoder().encode(value);
const open = (files: Readonly<Record<string, string>>, config: Record<string, unknown>) =>
  openDataset(
    { dataset: 'csv', source: 'mine', config: { label: 'y', ...config }, augment: [] },
    { seed: 1, source: () => ({ read: (name) => Promise.resolve(text(files[name] ?? '')) }) },
  );

/** `noise` says nothing, `curve` decides the class but not along a line, `line` nearly does, `copy` repeats it. */
const table = (seed: number, count: number, label: (curve: number, line: number) => string) => {
  const random = rng(seed);
  const lines = Array.from({ length: count }, () => {
    const [noise, curve, line] = [random.normal(), random.normal(), random.normal()];
    return [noise, 7, curve, line, 3 * line, label(curve, line)].join(',');
  });
  return `noise,same,curve,line,copy,y\n${lines.join('\n')}\n`;
};
const bent = (curve: number, line: number) => (Math.abs(curve) + 0.3 * line > 0.7 ? 'out' : 'in');
const columns = async (
  select: Record<string, unknown>,
  y: (curve: number, line: number) => string = bent,
  config: Record<string, unknown> = {},
) => (await open({ 'a.csv': table(3, 400, y) }, { file: 'a.csv', select, ...config })).info.columns;

it('drops what does not vary', async () => {
  expect(await columns({ kind: 'variance' })).toEqual(['noise', 'curve', 'line', 'copy']);
  expect(await columns({ kind: 'variance', above: 4 })).toEqual(['copy']);
  await expect(columns({ kind: 'variance', above: 1e6 })).rejects.toThrow(
    'a.csv: no feature has a variance above',
  );
});

it('keeps what tells most about the label, along a line or not', async () => {
  expect(await columns({ kind: 'mutualInformation', keep: 1 })).toEqual(['curve']);
  const number = (curve: number) => String(curve * curve);
  expect(await columns({ kind: 'mutualInformation', keep: 1 }, number, { labelKind: 'number' })).toEqual([
    'curve',
  ]);
});

it('eliminates what a linear model needs least', async () => {
  const straight = (curve: number, line: number) => String(5 * line + 4 * curve);
  const config = { labelKind: 'number' };
  const kept = await columns({ kind: 'recursiveElimination', keep: 2 }, straight, config);
  expect(kept).toHaveLength(2);
  expect(kept).toContain('curve');
  expect(kept?.filter((name) => ['line', 'copy'].includes(name))).toHaveLength(1);
  const sign = (_curve: number, line: number) => (line > 0 ? 'up' : 'down');
  expect(await columns({ kind: 'recursiveElimination', keep: 1 }, sign, { ignore: ['copy'] })).toEqual([
    'line',
  ]);
});

describe('mutual information', () => {
  it('is the entropy of what is known whole, and nothing for what is independent', () => {
    const a = [0, 0, 1, 1, 2, 2, 3, 3];
    expect(mutualInformation(a, a)).toBeCloseTo(Math.log(4), 12);
    expect(mutualInformation(a, [0, 1, 0, 1, 0, 1, 0, 1])).toBeCloseTo(0, 12);
  });

  it('cuts values into equally full bins and keeps equal ones together', () => {
    expect(binned(Float64Array.of(5, 1, 9, 3), 2)).toEqual([1, 0, 1, 0]);
    expect(new Set(binned(new Float64Array(10).fill(4), 4)).size).toBe(1);
  });
});

it('takes the best in the order of the table', () => {
  expect(best([1, 5, 5, 0, 5], 2)).toEqual([1, 2]);
});

it.each([
  { kind: 'variance' },
  { kind: 'mutualInformation', keep: 2 },
  { kind: 'recursiveElimination', keep: 2 },
])('does not see rows that test: %j', async (select) => {
  const train = table(3, 200, bent);
  const config = { files: { train: 'train.csv', test: 'test.csv' }, select, missing: 'median' };
  const one = await open({ 'train.csv': train, 'test.csv': table(8, 20, bent) }, config);
  const absurd = 'noise,same,curve,line,copy,y\n' + '1e6,-1e6,0,0,0,in\n-1e6,1e6,0,0,0,out\n'.repeat(200);
  const other = await open({ 'train.csv': train, 'test.csv': absurd }, config);
  expect(other.info.columns).toEqual(one.info.columns);
  expect(other.info.fillings).toEqual(one.info.fillings);
  expect(one.info.fillings).toHaveLength(one.info.columns?.length ?? -1);
  const rows = Uint32Array.of(0, 50, 199);
  expect(other.read('train', rows)).toEqual(one.read('train', rows));
});

it('refuses to keep more than there are', async () => {
  await expect(columns({ kind: 'mutualInformation', keep: 9 })).rejects.toThrow(
    'data.config.select.keep: 9 features shall stay, but there are 5',
  );
});
