import { rng } from '@ringmaster/core';
import { beamSearch, type ScoredContinuation } from './beam-search.js';
import type { GenerateOptions } from './generate-options.js';
import type { LanguageHead } from './language-head.js';
import type { NextLogits } from './next-logits.js';
import { sampleTokens } from './sample-tokens.js';

/** Keeps draws apart from other uses of a seed. */
const SAMPLE_STREAM = 0x6e57;

/** Where generation begins: behind the prompt, or at the start token of a translation. */
const beginning = ({ kind, start }: LanguageHead, prompt: readonly number[]): readonly number[] =>
  kind === 'continue' ? prompt : start === undefined ? [] : [start];

/** Continuations of a prompt, or translations, best first; one, unless beams are asked for. */
export function generate(
  { head, next }: { readonly head: LanguageHead; readonly next: NextLogits },
  prompt: readonly number[],
  options: GenerateOptions,
): readonly (Omit<ScoredContinuation, 'score'> & { readonly score?: number })[] {
  const { end, banned } = head;
  const { beams, lengthPenalty, maxTokens, seed, temperature = 1, ...cuts } = options;
  const continuing = { prompt: beginning(head, prompt), maxTokens, end, banned };
  if (beams > 1) return beamSearch(next, continuing, { beams, lengthPenalty });
  const sampling = { temperature, ...cuts };
  return [sampleTokens(next, continuing, { sampling, random: rng(seed, SAMPLE_STREAM) })];
}
