import { rng } from '@ringmaster/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beamSearch } from './beam-search.js';
import { draw, logProbabilities, samplingDistribution } from './distribution.js';
import type { NextLogits } from './next-logits.js';
import { sampleTokens } from './sample-tokens.js';

const END = 0;
const [A, B, C, D] = [1, 2, 3, 4] as const;

/** A model by hand: chances of END, A, B, C, D after each prefix. */
const TABLE: Readonly<Record<string, readonly number[]>> = {
  // Greedy begins with A (0.6), whose best continuation makes 0.6·0.4·1 = 0.24; B C makes 0.4·0.9·1 = 0.36.
  '': [0, 0.6, 0.4, 0, 0],
  [`${A}`]: [0, 0.2, 0.2, 0.2, 0.4],
  [`${B}`]: [0, 0.05, 0.05, 0.9, 0],
};
const byHand: NextLogits = (prefixes) =>
  prefixes.map((prefix) => {
    const chances = TABLE[prefix.join()] ?? [1, 0, 0, 0, 0];
    return Float32Array.from(chances, (chance) => Math.log(chance));
  });

const ask = { prompt: [], maxTokens: 5, end: END };

describe('beam search', () => {
  it('finds what greedy decoding misses', () => {
    const greedy = sampleTokens(byHand, ask, { sampling: { temperature: 0 }, random: rng(1) });
    expect(greedy.tokens).toEqual([A, D]);
    expect(Math.exp(greedy.logProbability)).toBeCloseTo(0.24, 6);
    const [best, second] = beamSearch(byHand, ask, { beams: 2, lengthPenalty: 0 });
    expect(best?.tokens).toEqual([B, C]);
    expect(Math.exp(best?.logProbability ?? 0)).toBeCloseTo(0.36, 6);
    expect(second?.tokens).toEqual([A, D]);
    expect(best?.finish).toBe('end');
    const [one] = beamSearch(byHand, ask, { beams: 1, lengthPenalty: 0 });
    expect(one?.tokens).toEqual(greedy.tokens);
  });

  it('prefers longer sequences with a length penalty, by its formula', () => {
    // Ends at once with 0.3; otherwise goes on with 0.7 · 0.6 · 0.6 · 0.6 and then ends: 0.1512, four tokens and the end.
    const choice: NextLogits = (prefixes) =>
      prefixes.map(({ length }) => {
        const stop = [0.3, 0.4, 0.4, 0.4, 1][length] ?? 1;
        return Float32Array.from([stop, 1 - stop], (chance) => Math.log(chance));
      });
    const best = (lengthPenalty: number) =>
      beamSearch(choice, { prompt: [], maxTokens: 6, end: END }, { beams: 3, lengthPenalty })[0];
    expect(best(0)?.tokens).toEqual([]);
    expect(best(2)?.tokens).toEqual([1, 1, 1, 1]);
    // (5 + 5)/6 squared.
    expect(best(2)?.score).toBeCloseTo(Math.log(0.1512) / (10 / 6) ** 2, 5);
  });

  it('with beams enough finds the likeliest sequence of all', () => {
    const chance = fc.float({ min: Math.fround(0.01), max: 1, noNaN: true });
    const model = fc.array(fc.array(chance, { minLength: 3, maxLength: 3 }), {
      minLength: 13,
      maxLength: 13,
    });
    fc.assert(
      fc.property(model, (rows) => {
        const at = (prefix: readonly number[]) => prefix.reduce((index, token) => index * 2 + token, 0) % 13;
        const next: NextLogits = (prefixes) =>
          prefixes.map((prefix) => Float32Array.from(rows[at(prefix)] ?? [], Math.log));
        const scoreOf = (tokens: readonly number[]): number => {
          let total = 0;
          for (let i = 0; i <= tokens.length; i++) {
            const scores = logProbabilities(next([tokens.slice(0, i)])[0] as Float32Array);
            if (i < 3) total += scores[tokens[i] ?? END] as number;
          }
          return total;
        };
        const all: number[][] = [[]];
        for (const a of [1, 2])
          for (const b of [0, 1, 2])
            for (const c of [0, 1, 2]) all.push([a, b, c].slice(0, b === 0 ? 1 : c === 0 ? 2 : 3));
        const best = Math.max(...all.map(scoreOf));
        const [found] = beamSearch(
          next,
          { prompt: [], maxTokens: 3, end: END },
          { beams: 9, lengthPenalty: 0 },
        );
        expect(found?.logProbability).toBeCloseTo(best, 5);
      }),
      { numRuns: 50 },
    );
  });

  it('never chooses what is banned, and stops at the most tokens', () => {
    const [best] = beamSearch(byHand, { ...ask, banned: [C] }, { beams: 2, lengthPenalty: 0 });
    expect(best?.tokens).not.toContain(C);
    const open = beamSearch(byHand, { ...ask, maxTokens: 1 }, { beams: 2, lengthPenalty: 0 });
    expect(open.map(({ tokens, finish }) => [tokens, finish])).toEqual([
      [[A], 'length'],
      [[B], 'length'],
    ]);
  });
});

describe('the distribution that is sampled', () => {
  const scores = Float64Array.from([0.5, 0.25, 0.15, 0.1], Math.log);
  const rounded = (chances: Float64Array) => Array.from(chances, (chance) => Math.round(chance * 1e6) / 1e6);

  it('is the model’s own at temperature 1, sharper below, flat far above', () => {
    expect(rounded(samplingDistribution(scores, { temperature: 1 }))).toEqual([0.5, 0.25, 0.15, 0.1]);
    // Squares 0.25, 0.0625, 0.0225, 0.01 of 0.345.
    expect(rounded(samplingDistribution(scores, { temperature: 0.5 }))).toEqual([
      0.724638, 0.181159, 0.065217, 0.028986,
    ]);
    for (const chance of samplingDistribution(scores, { temperature: 1e6 }))
      expect(chance).toBeCloseTo(0.25, 5);
    expect(rounded(samplingDistribution(scores, { temperature: 0 }))).toEqual([1, 0, 0, 0]);
  });

  it('keeps the k likeliest, and the smallest set of the share p', () => {
    expect(rounded(samplingDistribution(scores, { temperature: 1, topK: 2 }))).toEqual([
      0.666667, 0.333333, 0, 0,
    ]);
    expect(rounded(samplingDistribution(scores, { temperature: 1, topP: 0.5 }))).toEqual([1, 0, 0, 0]);
    expect(rounded(samplingDistribution(scores, { temperature: 1, topP: 0.8 }))).toEqual([
      0.555556, 0.277778, 0.166667, 0,
    ]);
    // Of the three likeliest (5/9, 5/18, 1/6) two make up 0.8.
    expect(rounded(samplingDistribution(scores, { temperature: 1, topK: 3, topP: 0.8 }))).toEqual([
      0.666667, 0.333333, 0, 0,
    ]);
  });

  it('is what the draws follow', () => {
    const chances = samplingDistribution(scores, { temperature: 1, topK: 3 });
    const counts = [0, 0, 0, 0];
    const random = rng(11);
    const draws = 20_000;
    for (let i = 0; i < draws; i++) counts[draw(chances, random)]! += 1;
    expect(counts[3]).toBe(0);
    // Chi-square with two degrees of freedom: 13.8 is passed once in a thousand.
    const chiSquare = counts
      .slice(0, 3)
      .reduce(
        (sum, count, token) =>
          sum + (count - draws * (chances[token] ?? 0)) ** 2 / (draws * (chances[token] ?? 1)),
        0,
      );
    expect(chiSquare).toBeLessThan(13.8);
  });

  it('depends on the seed alone', () => {
    const flat: NextLogits = (prefixes) => prefixes.map(() => new Float32Array(50));
    const run = (seed: number) =>
      sampleTokens(flat, { prompt: [7], maxTokens: 20 }, { sampling: { temperature: 1 }, random: rng(seed) })
        .tokens;
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
    expect(run(3)).toHaveLength(20);
  });
});
