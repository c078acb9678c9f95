import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import { SPLITS } from '../dataset.js';
import { defineDataset } from '../definition.js';
import { corrupt } from '../files/corrupt.js';
import { loadFiles } from '../files/load-files.js';
import { splitDataset } from '../memory-dataset.js';
import { readSeries } from './read-series.js';
import { partsOf, windowStarts } from './windows.js';

const share = (what: string) =>
  z.number().min(0).lt(1).default(0.1).describe(`share of the series that ${what}`);

const SeriesConfig = z
  .strictObject({
    file: z.string().min(1).describe('CSV file with a header line; its lines follow each other in time'),
    column: z.string().min(1).max(256).describe('the column that is forecast'),
    features: z
      .array(z.string().min(1).max(256))
      .max(LIMITS.dataColumns)
      .default([])
      .describe('further columns whose past is known too'),
    delimiter: z.enum([',', ';', '\t', '|']).default(',').describe('between two fields'),
    length: z.int().min(1).max(100_000).describe('known values of a sample'),
    horizon: z.int().min(1).max(10_000).default(1).describe('values to forecast'),
    period: z
      .int()
      .min(1)
      .max(100_000)
      .default(1)
      .describe('values of one season, for the seasonal-naive forecast: not more than `length`'),
    stride: z.int().min(1).max(100_000).default(1).describe('values between the beginnings of two samples'),
    validation: share('validates: what comes before the test part'),
    test: share('tests: its end'),
  })
  .superRefine(({ length, period, validation, test, column, features }, context) => {
    const add = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (period > length)
      add('period', `a season of ${period} values is not within the ${length} that are known`);
    if (validation + test >= 1) add('validation', 'validation and test must leave something to train on');
    if (new Set([column, ...features]).size <= features.length) add('features', 'a column is named twice');
  });
type SeriesConfig = z.output<typeof SeriesConfig>;

/**
 * Forecasts of a time series: each sample knows `length` values and is asked for the next `horizon` ones. Splits follow each
 * other in time. Every column is standardised with the mean and the standard deviation of its training part, so errors are in
 * standard deviations. The column `naive` is the seasonal-naive forecast.
 */
export const series = defineDataset({
  name: 'series',
  summary: 'a time series in a CSV file: forecasts of a column, compared with the season before',
  config: SeriesConfig,
  open: async (config, context) => {
    const { hash, bytes } = await loadFiles(context, [config.file]);
    const columns = [config.column, ...config.features];
    const values = readSeries(config.file, bytes(config.file), { columns, delimiter: config.delimiter });
    return windows(config, values, { name: context.name, hash });
  },
});

function windows(
  config: SeriesConfig,
  columns: readonly Float64Array[],
  { name, hash }: { readonly name: string; readonly hash: string },
) {
  const { length, horizon } = config;
  const count = columns[0]?.length ?? 0;
  const starts = windowStarts(count, config);
  if (starts.train.length === 0)
    throw corrupt(
      config.file,
      `its training part has ${partsOf(count, config).validation} values, fewer than the ${length + horizon} of one sample`,
    );
  const all = SPLITS.flatMap((split) => [...starts[split]]);
  const held = all.length * (length * columns.length + 2 * horizon);
  if (held > LIMITS.seriesValues)
    throw new TrainError(
      'too_large',
      `data.config: ${all.length} samples hold ${held} values, more than ${LIMITS.seriesValues}: take a larger stride`,
    );
  const scaled = columns.map((column) => standardized(column, partsOf(count, config).validation));
  const samples = materialized(config, scaled, all);
  let row = 0;
  const rows = (size: number) => Uint32Array.from({ length: size }, () => row++);
  const [train, validation, test] = SPLITS.map((split) => ({
    ...samples,
    rows: rows(starts[split].length),
  })) as [Part, Part, Part];
  const info = {
    name,
    hash,
    sizes: { train: train.rows.length, validation: validation.rows.length, test: test.rows.length },
    inputShape: [length, columns.length],
    labelShape: [horizon],
    labelDtype: 'float32' as const,
    extras: { naive: { shape: [horizon], dtype: 'float32' as const } },
  };
  return splitDataset(info, { train, validation, test });
}

type Samples = ReturnType<typeof materialized>;
type Part = Samples & { readonly rows: Uint32Array };

function standardized(column: Float64Array, training: number): Float64Array {
  const known = column.subarray(0, training);
  const mean = known.reduce((sum, value) => sum + value, 0) / training;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / training;
  const deviation = Math.sqrt(variance) || 1;
  return column.map((value) => (value - mean) / deviation);
}

function materialized(
  { length, horizon, period }: SeriesConfig,
  columns: readonly Float64Array[],
  starts: readonly number[],
) {
  const width = columns.length;
  const x = new Float32Array(starts.length * length * width);
  const y = new Float32Array(starts.length * horizon);
  const naive = new Float32Array(starts.length * horizon);
  const target = columns[0] as Float64Array;
  starts.forEach((start, row) => {
    const now = start + length;
    columns.forEach((column, i) => {
      for (let t = 0; t < length; t += 1) x[(row * length + t) * width + i] = column[start + t] as number;
    });
    for (let t = 0; t < horizon; t += 1) {
      y[row * horizon + t] = target[now + t] as number;
      naive[row * horizon + t] = target[now - period + (t % period)] as number;
    }
  });
  return { x, y, extras: { naive } };
}
