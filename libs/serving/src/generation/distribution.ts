import type { Rng } from '@ringmaster/core';

export interface SamplingOptions {
  /** Divides the logits: below 1 likely tokens become likelier. 0: always the likeliest. */
  readonly temperature: number;
  /** Only so many of the likeliest tokens; default: all. */
  readonly topK?: number | undefined;
  /** Only the smallest set of the likeliest tokens whose chances make up this share; default 1. */
  readonly topP?: number | undefined;
}

/** log softmax in float64; `banned` tokens have no chance. */
export function logProbabilities(logits: Float32Array, banned: readonly number[] = []): Float64Array {
  const values = Float64Array.from(logits);
  for (const token of banned) if (token < values.length) values[token] = -Infinity;
  const top = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const sum = values.reduce((total, value) => total + Math.exp(value - top), 0);
  return values.map((value) => value - top - Math.log(sum));
}

/** The likeliest first, equal ones by number. */
export const ranked = (scores: Float64Array): readonly number[] =>
  Array.from(scores.keys()).sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);

/** The smallest number among the likeliest. */
export function likeliest(scores: Float64Array): number {
  let best = 0;
  for (let token = 1; token < scores.length; token++)
    if ((scores[token] as number) > (scores[best] as number)) best = token;
  return best;
}

/**
 * Chances of the next token: temperature first, then the `topK` likeliest (A. Fan, M. Lewis, Y. Dauphin, ACL 2018), then of
 * those, by their chances among themselves, the nucleus of `topP` (A. Holtzman et al., ICLR 2020).
 */
export function samplingDistribution(
  scores: Float64Array,
  { temperature, topK = scores.length, topP = 1 }: SamplingOptions,
): Float64Array {
  const chances = new Float64Array(scores.length);
  if (temperature === 0) {
    chances[likeliest(scores)] = 1;
    return chances;
  }
  const top = scores[likeliest(scores)] as number;
  const weights = scores.map((score) => Math.exp((score - top) / temperature));
  const isWhole = topK >= scores.length && topP >= 1;
  const kept = isWhole ? Array.from(scores.keys()) : ranked(scores).slice(0, topK);
  const total = kept.reduce((sum, token) => sum + (weights[token] as number), 0);
  let [mass, count] = [0, 0];
  for (const token of kept) {
    if (count > 0 && mass >= topP * total) break;
    mass += weights[token] as number;
    count += 1;
  }
  for (const token of kept.slice(0, count)) chances[token] = (weights[token] as number) / mass;
  return chances;
}

/** The token of a uniform number: chances lie one after the other, by number. */
export function draw(chances: Float64Array, random: Rng): number {
  let left = random.uniform();
  let last = 0;
  for (let token = 0; token < chances.length; token++) {
    const chance = chances[token] as number;
    if (chance === 0) continue;
    last = token;
    left -= chance;
    if (left < 0) return token;
  }
  // Rounding left a crumb.
  return last;
}
