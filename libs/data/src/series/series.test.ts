import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { expect, it } from 'vitest';
import { openDataset, validateDatasetConfig } from '../open.js';
import { readSeries } from './read-series.js';
import { windowStarts } from './windows.js';

const encode = (value: string) => new TextEncoder().encode(value);
const csv = (values: readonly number[]) =>
  encode(`time,load,heat\n${values.map((value, i) => `${i},${value},${2 * value}\n`).join('')}`);
const spec = (config: Record<string, unknown>) => ({
  dataset: 'series',
  source: 'load',
  config: { file: 'load.csv', column: 'load', length: 4, ...config },
  augment: [],
});
const open = (config: Record<string, unknown>, bytes: Uint8Array) =>
  openDataset(spec(config), { source: () => ({ read: () => Promise.resolve(bytes) }), seed: 1 });

it('samples know the past, are asked for what follows, and have the season before beside it', async () => {
  // Training part 0…59, mean 29.5; the column of features is twice as large and scaled alike.
  const numbers = Array.from({ length: 100 }, (_, i) => i);
  const config = { horizon: 3, period: 2, validation: 0.2, test: 0.2, features: ['heat'] };
  const dataset = await open(config, csv(numbers));
  const deviation = Math.sqrt((60 ** 2 - 1) / 12);
  const scaled = (value: number) => Math.fround((value - 29.5) / deviation);
  const { x, y, extras } = dataset.read('validation', Uint32Array.of(0));
  expect(dataset.info).toMatchObject({ inputShape: [4, 2], labelShape: [3], name: 'load' });
  [56, 57, 58, 59].forEach((value, t) => {
    expect(x.data[2 * t]).toBeCloseTo(scaled(value), 5);
    expect(x.data[2 * t + 1]).toBeCloseTo(scaled(value), 5);
  });
  [60, 61, 62].forEach((value, t) => expect(y.data[t]).toBeCloseTo(scaled(value), 5));
  [58, 59, 58].forEach((value, t) => expect(extras?.['naive']?.data[t]).toBeCloseTo(scaled(value), 5));
  dataset.close();
});

it('what a split forecasts lies in its own part of the series', () => {
  const window = { length: 10, horizon: 5, stride: 3, validation: 0.2, test: 0.3 };
  const starts = windowStarts(200, window);
  const targets = (split: keyof typeof starts) =>
    [...starts[split]].flatMap((start) => [start + 10, start + 15]);
  expect([Math.min(...targets('train')), Math.max(...targets('train')) <= 100]).toEqual([10, true]);
  expect([Math.min(...targets('validation')), Math.max(...targets('validation')) <= 140]).toEqual([
    100,
    true,
  ]);
  expect([Math.min(...targets('test')), Math.max(...targets('test')) <= 200]).toEqual([140, true]);
  expect(starts.train[1]).toBe(3);
  expect(windowStarts(10, window).train).toHaveLength(0);
});

it.each([
  ['time,load\n0,1\n1,\n', {}, 'load.csv:3:3: "" in column "load" is not a number: a series has no gaps'],
  ['time,power\n0,1\n', {}, 'load.csv:1: there is no column "load": there are time, power'],
  ['load\n1\n2\n3\n', {}, 'load.csv: its training part has 2 values, fewer than the 5 of one sample'],
])('%j is refused with the place', async (text, config, message) => {
  await expect(open(config, encode(text))).rejects.toMatchObject({ code: 'data_corrupt', message });
});

it.each([
  [{ period: 5 }, 'data.config.period: a season of 5 values is not within the 4 that are known'],
  [
    { validation: 0.5, test: 0.5 },
    'data.config.validation: validation and test must leave something to train on',
  ],
  [{ features: ['load'] }, 'data.config.features: a column is named twice'],
])('%j is refused with the field', (config, message) => {
  expect(() => validateDatasetConfig(spec(config))).toThrow(message);
});

fuzzDecoder('series', {
  decode: (bytes: Uint8Array) => readSeries('s.csv', bytes, { columns: ['load'], delimiter: ',' }),
  corpus: [csv([1, 2.5, -3])],
  codes: ['data_corrupt'],
  accepted: ([values]) => {
    expect(values?.every(Number.isFinite)).toBe(true);
  },
});
