import { TrainError } from '@ringmaster/core';
import { openTokenizer, SPECIAL_TOKENS, type Tokenizer } from '@ringmaster/data';
import type { ExportedModel } from '../exported-model.js';

/** How a trained model speaks: what it is asked with, and how its tokens are read. */
export interface LanguageHead {
  /** `continue`: goes on with a prompt. `translate`: the prompt is the source, what is generated is its target. */
  readonly kind: 'continue' | 'translate';
  /** Absent where tokens stand for no text. */
  readonly tokenizer: Tokenizer | undefined;
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly padding: number;
  /** Tokens that are never generated. */
  readonly banned: readonly number[];
}

/**
 * @param label what the model is called in messages
 * @throws TrainError `invalid` when it was not trained to say a next token
 */
export function languageHead(
  { task, tokens }: Pick<ExportedModel, 'task' | 'tokens'>,
  label: string,
): LanguageHead {
  const refuse = (why: string): never => {
    throw new TrainError(
      'invalid',
      `${label} cannot generate: ${why}; use \`ringmaster predict\`, or train a model such as gpt or transformer on a data set of text`,
    );
  };
  if (task !== 'languageModel' && task !== 'sequenceToSequence')
    refuse(`it has no language head (its task is ${task ?? 'classification or regression'})`);
  const kind = task === 'sequenceToSequence' ? 'translate' : 'continue';
  const objective = kind === 'translate' ? 'translation' : 'nextToken';
  if (tokens?.objective === 'maskedToken') refuse('it was trained to find hidden tokens, not the next ones');
  if (tokens?.objective !== objective)
    refuse('its data set does not say what its tokens mean (an export of an older release?)');
  const { start, end, padding = 0, tokenizer } = tokens as NonNullable<ExportedModel['tokens']>;
  const special = tokenizer ? Array.from(SPECIAL_TOKENS.keys()) : [];
  const banned = [...new Set([...special, ...(start === undefined ? [] : [start])])];
  if (tokens?.padding !== undefined && !banned.includes(padding)) banned.push(padding);
  return {
    kind,
    tokenizer: tokenizer && openTokenizer(tokenizer),
    start,
    end,
    padding,
    banned: banned.filter((token) => token !== end),
  };
}

/**
 * A prompt as tokens: its text, or token numbers for a model without a tokenizer.
 * @throws TrainError `invalid` naming what is no token
 */
export function promptTokens(
  { kind, tokenizer, start, end }: LanguageHead,
  prompt: string,
  vocabulary: number,
): readonly number[] {
  const tokens = tokenizer ? tokenizer.encode(prompt) : numbersOf(prompt, vocabulary);
  if (kind === 'translate') return end === undefined || tokens.at(-1) === end ? tokens : [...tokens, end];
  const whole = start === undefined || tokens[0] === start ? tokens : [start, ...tokens];
  // Nothing was said yet: as after the end of another document.
  return whole.length === 0 && end !== undefined ? [end] : whole;
}

function numbersOf(prompt: string, vocabulary: number): readonly number[] {
  return prompt
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => {
      const token = /^\d{1,9}$/.test(word) ? Number(word) : -1;
      if (token >= 0 && token < vocabulary) return token;
      throw new TrainError(
        'invalid',
        `prompt: ${JSON.stringify(word.slice(0, 40))} is no token; the model has no tokenizer, so its prompt is token numbers from 0 to ${vocabulary - 1}`,
      );
    });
}

/** What was generated, for people: text, or token numbers for a model without a tokenizer. */
export const tokensText = ({ tokenizer }: LanguageHead, tokens: readonly number[]): string =>
  tokenizer ? tokenizer.decode(tokens) : tokens.join(' ');
