import { rng } from '@ringmaster/core';
import { beamSteps, type ScoredContinuation } from './beam-search.js';
import { drained } from './drained.js';
import type { GenerateOptions } from './generate-options.js';
import type { LanguageHead } from './language-head.js';
import type { NextLogits } from './next-logits.js';
import { sampleSteps } from './sample-tokens.js';

/** Keeps draws apart from other uses of a seed. */
const SAMPLE_STREAM = 0x6e57;

/** Where generation begins: behind the prompt, or at the start token of a translation. */
const beginning = ({ kind, start }: LanguageHead, prompt: readonly number[]): readonly number[] =>
  kind === 'continue' ? prompt : start === undefined ? [] : [start];

export interface Speaker {
  readonly head: LanguageHead;
  readonly next: NextLogits;
}
export type Generated = readonly (Omit<ScoredContinuation, 'score'> & { readonly score?: number })[];

/**
 * Continuations of a prompt, or translations, best first; one, unless beams are asked for. Pauses after each step, with the token
 * that was drawn.
 */
export function* generateSteps(
  { head, next }: Speaker,
  prompt: readonly number[],
  options: GenerateOptions,
): Generator<number | undefined, Generated> {
  const { end, banned } = head;
  const { beams, lengthPenalty, maxTokens, seed, temperature = 1, ...cuts } = options;
  const continuing = { prompt: beginning(head, prompt), maxTokens, end, banned };
  if (beams > 1) return yield* beamSteps(next, continuing, { beams, lengthPenalty });
  const sampling = { temperature, ...cuts };
  return [yield* sampleSteps(next, continuing, { sampling, random: rng(seed, SAMPLE_STREAM) })];
}

/** The same without pauses. */
export const generate = (speaker: Speaker, prompt: readonly number[], options: GenerateOptions): Generated =>
  drained(generateSteps(speaker, prompt, options));
