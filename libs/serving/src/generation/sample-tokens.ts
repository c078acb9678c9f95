import type { Rng } from '@ringmaster/core';
import { drained } from './drained.js';
import { draw, logProbabilities, samplingDistribution, type SamplingOptions } from './distribution.js';
import type { Continuation, Continuing, NextLogits } from './next-logits.js';

/**
 * Goes on with a prompt token by token, and gives each as it is drawn: all of them are in the result. Each is drawn from the model's chances; greedy with a temperature of 0. Depends on the
 * model, the options and the stream of `random` alone.
 */
export function* sampleSteps(
  next: NextLogits,
  { prompt, maxTokens, end, banned = [] }: Continuing,
  { sampling, random }: { readonly sampling: SamplingOptions; readonly random: Rng },
): Generator<number, Continuation> {
  const tokens: number[] = [];
  let logProbability = 0;
  while (tokens.length < maxTokens) {
    const [logits] = next([[...prompt, ...tokens]]) as readonly [Float32Array];
    const scores = logProbabilities(logits, banned);
    const token = draw(samplingDistribution(scores, sampling), random);
    logProbability += scores[token] as number;
    if (token === end) return { tokens, logProbability, finish: 'end' };
    tokens.push(token);
    yield token;
  }
  return { tokens, logProbability, finish: 'length' };
}

/** The same without pauses. */
export const sampleTokens = (...given: Parameters<typeof sampleSteps>): Continuation =>
  drained(sampleSteps(...given));
