import { fuzzDecoder, keepsTheLaw } from '@ringmaster/testkit/fuzz';
import { expect, it } from 'vitest';
import { textInputs } from '../inputs/text-inputs.js';
import { readDocuments } from './documents.js';
import { readTextRows } from './text-rows.js';
import { fitTokenizer, TokenizerSpec } from './tokenizers.js';

const bytes = (value: string) => new TextEncoder().encode(value);
const columns = { text: 'review', label: 'stars', delimiter: ',' };

fuzzDecoder('text paragraphs', {
  decode: (file: Uint8Array) => readDocuments('a.txt', file, 'paragraph'),
  corpus: [bytes('one two\nthree\n\n \nfour\r\n\r\nfive 🙂')],
  codes: ['data_corrupt'],
  accepted: (documents) => documents.forEach(({ text }) => expect(text.trim()).not.toBe('')),
});

for (const name of ['a.csv', 'a.jsonl'])
  fuzzDecoder(`labelled texts of ${name}`, {
    decode: (file: Uint8Array) => readTextRows(name, file, columns),
    corpus: [
      bytes(
        name === 'a.csv'
          ? 'id,review,stars\n1,"good, really",up\n2,bad,down\n'
          : '{"review":"good","stars":"up"}\n{"stars":2,"review":"bad"}\n',
      ),
    ],
    codes: ['data_corrupt'],
    accepted: (rows) => rows.forEach(({ text, label }) => expect(`${text}${label}`).not.toBe('')),
  });

const text = {
  tokenizer: fitTokenizer(TokenizerSpec.parse({ kind: 'bytePair' }), ['good bad']).state,
  column: 'review',
};
fuzzDecoder('texts for a model', {
  decode: (file: Uint8Array) =>
    textInputs(
      { name: 'a.jsonl', bytes: file, format: 'jsonl' },
      { shape: [8], ignore: [], delimiter: ',', missingMarks: [], text },
    ),
  corpus: [bytes('"good"\n{"review":"bad good","id":1}\n')],
  codes: ['data_corrupt'],
  accepted: ({ count, x }) => expect(x).toHaveLength(8 * count),
});

it('a file without a space takes a tokenizer time in proportion to its length', async () => {
  const decode = (file: Uint8Array) =>
    fitTokenizer(TokenizerSpec.parse({ kind: 'bytePair', vocabulary: 512 }), [
      new TextDecoder().decode(file),
    ]).encode(new TextDecoder().decode(file));
  const decoder = { decode, corpus: [bytes('a')], codes: [], accepted: () => undefined } as const;
  await keepsTheLaw(decoder, bytes('abcab'.repeat(40_000)));
});
