import type { Rng } from '@ringmaster/core';
import { END, MASK, PADDING, SPECIAL_TOKENS, START } from './token-facts.js';

/**
 * Hides tokens for a model to find (J. Devlin et al., NAACL 2019): each with the chance `share`; of the hidden ones 80 % become
 * `<mask>`, 10 % any other token, 10 % stay. Changes `tokens`, and sets 1 in `hidden` where the model is asked.
 * At least one place is hidden, so that every sample has a loss.
 */
export function maskTokens(
  tokens: Int32Array,
  hidden: Float32Array,
  {
    share,
    vocabulary,
    random,
  }: { readonly share: number; readonly vocabulary: number; readonly random: Rng },
): void {
  const places = [...tokens.keys()].filter((at) => ![PADDING, START, END].includes(tokens[at] as number));
  const chosen = places.filter(() => random.uniform() < share);
  if (chosen.length === 0 && places.length > 0) chosen.push(places[random.below(places.length)] as number);
  const words = vocabulary - SPECIAL_TOKENS.length;
  for (const at of chosen) {
    hidden[at] = 1;
    const dice = random.uniform();
    if (dice < 0.8) tokens[at] = MASK;
    else if (dice < 0.9) tokens[at] = SPECIAL_TOKENS.length + random.below(words);
  }
}
