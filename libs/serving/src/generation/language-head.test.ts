import { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { languageHead, promptTokens, tokensText } from './language-head.js';

const words = { kind: 'word', lowercase: true, words: ['hello', 'you'] } as const;
const tokenizer = { ...words, words: [...words.words] };
const message = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return TrainError.from(error).message;
  }
  return 'nothing was refused';
};

describe('a language head', () => {
  it('is refused where a model has none', () => {
    expect(message(() => languageHead({}, 'job a'))).toContain(
      'job a cannot generate: it has no language head',
    );
    expect(message(() => languageHead({ task: 'segmentation' }, 'job a'))).toContain(
      'its task is segmentation',
    );
    const masked = { task: 'languageModel', tokens: { objective: 'maskedToken', tokenizer } } as const;
    expect(message(() => languageHead(masked, 'bert:v1'))).toContain(
      'bert:v1 cannot generate: it was trained to find hidden tokens',
    );
    expect(message(() => languageHead({ task: 'languageModel' }, 'm'))).toContain(
      'does not say what its tokens mean',
    );
  });

  it('reads prompts as text, begins where the data began, and never says special tokens', () => {
    const head = languageHead(
      { task: 'languageModel', tokens: { objective: 'nextToken', end: 3, padding: 0, tokenizer } },
      'm',
    );
    expect(promptTokens(head, 'hello you', 7)).toEqual([5, 6]);
    expect(promptTokens(head, '', 7)).toEqual([3]);
    expect(head.banned).toEqual([0, 1, 2, 4]);
    expect(tokensText(head, [6, 5])).toBe('you hello');
    const documents = languageHead(
      { task: 'languageModel', tokens: { objective: 'nextToken', start: 2, end: 3, padding: 0, tokenizer } },
      'm',
    );
    expect(promptTokens(documents, 'hello', 7)).toEqual([2, 5]);
  });

  it('reads token numbers where there is no text', () => {
    const tokens = { objective: 'translation', padding: 0, start: 1, end: 2 } as const;
    const head = languageHead({ task: 'sequenceToSequence', tokens }, 'm');
    expect(promptTokens(head, '7, 8 9', 10)).toEqual([7, 8, 9, 2]);
    expect(promptTokens(head, '7 2', 10)).toEqual([7, 2]);
    expect(head.banned).toEqual([1, 0]);
    expect(tokensText(head, [4, 5])).toBe('4 5');
    expect(message(() => promptTokens(head, '7 ten', 10))).toContain('"ten" is no token');
    expect(message(() => promptTokens(head, '10', 10))).toContain('from 0 to 9');
  });
});
