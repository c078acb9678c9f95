import { TrainError } from '@ringmaster/core';
import { expect, it } from 'vitest';
import { openDataset } from '../open.js';
import { LANGUAGE_TOKENS } from './language-pair.js';

const noFiles = () => ({ read: () => Promise.reject(new TrainError('internal', 'a generator read a file')) });
const COUNT = 400;
async function read(config: Record<string, unknown>) {
  const spec = { dataset: 'synthetic', config: { train: COUNT, ...config }, augment: [] };
  const dataset = await openDataset(spec, { source: noFiles, seed: 7 });
  const batch = dataset.read(
    'train',
    Uint32Array.from({ length: COUNT }, (_, i) => i),
  );
  const row = ({ data, shape }: { data: Int32Array | Float32Array; shape: readonly number[] }, i: number) => {
    const width = shape.slice(1).reduce((product, dim) => product * dim, 1);
    return [...data.subarray(i * width, (i + 1) * width)];
  };
  const samples = Array.from({ length: COUNT }, (_, i) => ({
    x: row(batch.x, i),
    y: row(batch.y, i),
    extras: Object.fromEntries(Object.entries(batch.extras ?? {}).map(([name, one]) => [name, row(one, i)])),
  }));
  return { info: dataset.info, samples };
}

it('adding: the target is the sum of two marked numbers, one in each half', async () => {
  const { samples } = await read({ kind: 'adding', length: 10 });
  for (const { x, y } of samples) {
    const marked = Array.from({ length: 10 }, (_, t) => t).filter((t) => x[2 * t + 1] === 1);
    expect(marked.map((t) => Math.floor(t / 5))).toEqual([0, 1]);
    expect(y[0]).toBeCloseTo(
      marked.reduce((sum, t) => sum + x[2 * t]!, 0),
      6,
    );
  }
});

it('copy: the answer repeats the first symbols, and only it counts', async () => {
  const { info, samples } = await read({ kind: 'copy', symbols: 4, copied: 3, pause: 5 });
  expect([info.inputDtype, info.classes]).toEqual(['int32', 6]);
  for (const { x, y, extras } of samples) {
    expect(y.slice(8)).toEqual(x.slice(0, 3));
    expect(x.slice(3)).toEqual([0, 0, 0, 0, 0, 1, 1, 1]);
    expect(extras['mask']).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
    expect(x.slice(0, 3).every((symbol) => symbol >= 2 && symbol < 6)).toBe(true);
  }
});

it('languagePair: one translation for each sentence, shifted by one place for the decoder', async () => {
  const { samples } = await read({ kind: 'languagePair', words: 8, phrases: 2 });
  const { pad, start, end } = LANGUAGE_TOKENS;
  const known = new Map<string, string>();
  for (const { x, y, extras } of samples) {
    const target = y.slice(0, y.indexOf(end));
    expect(extras['decoder']).toEqual([start, ...target, ...y.slice(target.length + 1).map(() => pad)]);
    const sentence = x.join();
    expect(known.get(sentence) ?? y.join()).toBe(y.join());
    known.set(sentence, y.join());
    expect(x.filter((token) => token > end).every((token) => token < 11)).toBe(true);
    expect(target.every((token) => token >= 11 && token < 19)).toBe(true);
  }
  expect(known.size).toBeLessThan(COUNT);
});

it('grammar: the labels are the next tokens, and a sentence ends with its topic', async () => {
  const { samples } = await read({ kind: 'grammar', words: 12, length: 40 });
  for (const { x, y } of samples) {
    expect(y.slice(0, -1)).toEqual(x.slice(1));
    const sentences = [...x].join(' ').split(' 0 ').slice(0, -1);
    for (const sentence of sentences) {
      const words = sentence.split(' ');
      expect(words.at(-1)).toBe(words[0]);
    }
  }
});

it('seasonal: without noise and trend the forecast is the season again', async () => {
  const { info, samples } = await read({ kind: 'seasonal', length: 24, period: 12, horizon: 12, noise: 0 });
  expect(info.labelShape).toEqual([12]);
  for (const { x, y, extras } of samples.slice(0, 50)) {
    expect(extras['naive']).toEqual(x.slice(12));
    const season = (from: number, to: number) => (x[to]! - x[from]!) / (to - from);
    const slope = season(0, 12);
    y.forEach((value, i) => expect(value).toBeCloseTo(x[12 + i]! + 12 * slope, 4));
  }
});

it('anomaly: a sound sensor goes on with its season, a faulty one does not', async () => {
  const { samples } = await read({
    kind: 'anomaly',
    length: 24,
    period: 12,
    horizon: 12,
    noise: 0,
    anomalous: 0.25,
  });
  const faulty = samples.filter(({ extras }) => extras['anomaly']?.[0] === 1);
  expect(Math.abs(faulty.length / COUNT - 0.25)).toBeLessThan(0.07);
  for (const { x, y, extras } of samples) {
    const trend = x[12]! - x[0]!;
    const error = Math.max(...y.map((value, i) => Math.abs(value - x[12 + i]! - trend)));
    if (extras['anomaly']?.[0] === 1) expect(error).toBeGreaterThan(0.01);
    else expect(error).toBeLessThan(1e-4);
  }
});

it('machine: a machine that fails ends hotter', async () => {
  const { samples } = await read({ kind: 'machine', length: 60, noise: 0.05 });
  const failing = samples.filter(({ y }) => y[0] === 1);
  expect(Math.abs(failing.length / COUNT - 0.3)).toBeLessThan(0.08);
  const heat = (group: typeof samples) => group.reduce((sum, { x }) => sum + x.at(-1)!, 0) / group.length;
  const well = samples.filter(({ y }) => y[0] === 0);
  expect(heat(failing) - heat(well)).toBeGreaterThan(0.3);
});

it('degradation: sensors rise with wear, and machines that last longer than the horizon all say 1', async () => {
  const { info, samples } = await read({ kind: 'degradation', length: 20, horizon: 50, noise: 0 });
  expect([info.inputShape, info.labelShape, info.classes]).toEqual([[20, 4], [1], undefined]);
  const labels = samples.map(({ y: [label = NaN] }) => label);
  expect([Math.min(...labels) >= 0, Math.max(...labels)]).toEqual([true, 1]);
  expect(labels.filter((label) => label === 1).length / COUNT).toBeCloseTo(0.2, 1);
  // Without noise, temperature less 0.4 × load is wear, which reaches 1.2 where nothing remains.
  for (const { x, y } of samples) {
    const wear = Array.from({ length: 20 }, (_, t) => (x[4 * t + 1]! - 0.4 * x[4 * t]!) / 1.2);
    expect(wear.every((now, t) => t === 0 || now > wear[t - 1]!)).toBe(true);
    const rate = Math.log(wear[19]! / wear[18]!) * 50;
    expect(rate).toBeGreaterThan(1.9);
    expect(rate).toBeLessThan(6.1);
    if (y[0]! < 1) expect(-Math.log(wear[19]!) / rate).toBeCloseTo(y[0]!, 1);
  }
});
