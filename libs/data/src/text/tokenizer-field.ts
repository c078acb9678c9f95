import { TrainError } from '@ringmaster/core';
import type { OpenContext } from '../definition.js';
import type { Tokenizer } from './tokenizer.js';
import { fitTokenizer, openTokenizer, TokenizerSpec } from './tokenizers.js';

export const tokenizerField = TokenizerSpec.optional().describe(
  'fitted on the training split; default: that of the model that `model.initial` names, else byte pairs',
);

/** The tokenizer that a document asks for. @throws TrainError `invalid` when the first weights belong to another one */
export function tokenizerFor(
  spec: TokenizerSpec | undefined,
  training: readonly string[],
  { initial }: Pick<OpenContext, 'initial'>,
): Tokenizer {
  if (!initial) return fitTokenizer(spec ?? TokenizerSpec.parse({ kind: 'bytePair' }), training);
  if (spec)
    throw new TrainError(
      'invalid',
      'data.config.tokenizer: the model that training begins with (model.initial) has a tokenizer of its own, whose tokens its weights stand for: leave this field out',
    );
  return openTokenizer(initial);
}
