import { type Rng, rng } from '@ringmaster/core';
import { z } from 'zod';
import { type ColumnsGenerator, type GeneratorShape, STREAMS } from './generator.js';

const common = {
  length: z.int().min(2).max(10_000).default(48).describe('known values of a sample'),
  period: z.int().min(2).max(1_000).default(12).describe('values of one season'),
  noise: z.number().min(0).max(10).default(0.1).describe('standard deviation of each value'),
};

export const seasonalConfig = {
  kind: z
    .literal('seasonal')
    .describe('forecasting: the next values of a series with a trend, a season and noise'),
  ...common,
  horizon: z.int().min(1).max(1_000).default(12).describe('values to forecast'),
};

interface Series {
  readonly length: number;
  readonly period: number;
  readonly noise: number;
}
interface Seasonal extends Series {
  readonly horizon: number;
}

export const seasonalShape = ({ length, horizon }: Seasonal): GeneratorShape => ({
  inputShape: [length, 1],
  labelShape: [horizon],
  extras: { naive: { shape: [horizon], dtype: 'float32' } },
});

/** The value at a time, before noise. */
type Wave = (time: number) => number;

/** A season of two harmonics that the seed fixes, at a phase, an amplitude and a trend of the sample's own. */
function seasonalWave(period: number, seed: number): (random: Rng) => Wave {
  const constants = rng(seed, STREAMS.constants);
  const second = { share: 0.3 + 0.4 * constants.uniform(), phase: 2 * Math.PI * constants.uniform() };
  return (random) => {
    const phase = random.below(period);
    const amplitude = 0.5 + random.uniform();
    const slope = ((random.uniform() - 0.5) * 4) / (4 * period);
    return (time) => {
      const angle = (2 * Math.PI * (time + phase)) / period;
      return slope * time + amplitude * (Math.sin(angle) + second.share * Math.sin(2 * angle + second.phase));
    };
  };
}

/**
 * Forecasts are scored on noisy values, so that no forecast has an error below the noise's variance. The column `naive` holds
 * the seasonal-naive forecast: what the last season that is known was like.
 */
export function seasonal({ length, period, noise }: Seasonal, seed: number): ColumnsGenerator {
  const waveOf = seasonalWave(period, seed);
  return (random, { x, y, extras: { naive } }) => {
    const wave = waveOf(random);
    const fill = (into: Float32Array | Int32Array, from: number) => {
      for (let i = 0; i < into.length; i += 1) into[i] = wave(from + i) + noise * random.normal();
    };
    fill(x, 0);
    fill(y, length);
    const season = Math.min(period, length);
    naive?.set(Array.from(naive, (_, i) => x[length - season + (i % season)] ?? 0));
  };
}

export const anomalyConfig = {
  kind: z
    .literal('anomaly')
    .describe('anomaly detection: the next values of a sensor, which in some samples has a fault meanwhile'),
  ...common,
  horizon: z.int().min(2).max(1_000).default(12).describe('values to forecast, in which faults show'),
  anomalous: z.number().gt(0).lt(1).default(0.1).describe('share of samples with a fault, in every split'),
};

interface Anomalous extends Seasonal {
  readonly anomalous: number;
}

export const anomalyShape = ({ length, horizon }: Anomalous): GeneratorShape => ({
  inputShape: [length, 1],
  labelShape: [horizon],
  extras: { anomaly: { shape: [], dtype: 'float32' } },
});

/** Changes the values from one time on. */
type Fault = (values: Float32Array | Int32Array, from: number, size: number) => void;

/** A shifted level, a sensor that is stuck, one that hums, and one that drifts away. */
const FAULTS: readonly Fault[] = [
  (values, from, size) => values.forEach((value, i) => (values[i] = i < from ? value : value + size)),
  (values, from) => values.fill(values[from] ?? 0, from),
  (values, from, size) =>
    values.forEach((value, i) => (values[i] = i < from ? value : value + (i % 2 === 0 ? size : -size))),
  (values, from, size) =>
    values.forEach((value, i) => (values[i] = i < from ? value : value + (size * (i - from)) / 2)),
];

/** What is known is sound; a fault begins in the first half of what is to be forecast. The column `anomaly` is 1 for those. */
export function anomaly({ length, period, noise, anomalous }: Anomalous, seed: number): ColumnsGenerator {
  const waveOf = seasonalWave(period, seed);
  return (random, { x, y, extras }) => {
    const wave = waveOf(random);
    x.forEach((_, i) => (x[i] = wave(i) + noise * random.normal()));
    y.forEach((_, i) => (y[i] = wave(length + i) + noise * random.normal()));
    const isFaulty = random.uniform() < anomalous;
    extras['anomaly']?.fill(isFaulty ? 1 : 0);
    if (!isFaulty) return;
    const size = (random.uniform() < 0.5 ? -1 : 1) * (0.2 + 0.4 * random.uniform());
    (FAULTS[random.below(FAULTS.length)] as Fault)(y, random.below(y.length >> 1), size);
  };
}

export const machineConfig = {
  kind: z
    .literal('machine')
    .describe('predictive maintenance: whether a machine whose vibration is measured will soon fail'),
  ...common,
  failing: z.number().gt(0).lt(1).default(0.3).describe('share of samples of machines that will fail'),
};

interface Machine extends Series {
  readonly failing: number;
}

/** Measured at each time: vibration and temperature. */
const SENSORS = 2;

export const machineShape = ({ length }: Machine): GeneratorShape => ({
  inputShape: [length, SENSORS],
  classes: 2,
});

/**
 * Vibration and temperature of a machine. Class 1 wears out: from a random time in the second half on its vibration grows a
 * second harmonic and its temperature rises, both slowly; class 0 stays in its season, with single shocks now and then
 * that mean nothing.
 */
export function machine({ length, period, noise, failing }: Machine, seed: number): ColumnsGenerator {
  const waveOf = seasonalWave(period, seed);
  return (random, { x, y }) => {
    const wave = waveOf(random);
    const fails = random.uniform() < failing;
    const onset = Math.floor(length * (0.4 + 0.3 * random.uniform()));
    for (let t = 0; t < length; t += 1) {
      const wear = fails ? Math.max(0, t - onset) / length : 0;
      const shock = random.uniform() < 0.02 ? 2 * random.normal() : 0;
      x[SENSORS * t] =
        wave(t) + 2 * wear * Math.sin((6 * Math.PI * t) / period) + shock + noise * random.normal();
      x[SENSORS * t + 1] = 0.3 * wave(t / 2) + 1.5 * wear + noise * random.normal();
    }
    y[0] = fails ? 1 : 0;
  };
}
