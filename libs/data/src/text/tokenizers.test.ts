import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainBytePair } from './byte-pair.js';
import { END, PADDING, START, UNKNOWN } from './token-facts.js';
import { fitTokenizer, openTokenizer, tokenizerFiles, TokenizerSpec } from './tokenizers.js';

const bytePair = (vocabulary: number) => TokenizerSpec.parse({ kind: 'bytePair', vocabulary });

/** Merges by counting all pairs anew each time: the definition, slowly. */
function mergesByDefinition(texts: readonly string[], count: number): readonly string[] {
  const PIECES = /'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
  const code = (symbol: string) => (order.has(symbol) ? (order.get(symbol) as number) : -1);
  let words = texts.flatMap((text) => [...(text.match(PIECES) ?? [])]).map((piece) => [...piece]);
  const order = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) order.set(String.fromCharCode(byte), byte);
  const merges: string[] = [];
  while (merges.length < count) {
    const counts = new Map<string, number>();
    for (const word of words)
      for (let i = 1; i < word.length; i++) {
        const key = `${word[i - 1]}\n${word[i]}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    const [best] = [...counts].sort(([a, m], [b, n]) => {
      const [x, y] = [a.split('\n').map(code), b.split('\n').map(code)];
      return n - m || (x[0] ?? 0) - (y[0] ?? 0) || (x[1] ?? 0) - (y[1] ?? 0);
    });
    if (!best || best[1] < 2) break;
    const [left = '', right = ''] = best[0].split('\n');
    merges.push(`${left.replace(' ', 'Ġ')} ${right.replace(' ', 'Ġ')}`);
    order.set(left + right, order.size);
    words = words.map((word) => {
      const out: string[] = [];
      for (let i = 0; i < word.length; i++)
        if (word[i] === left && word[i + 1] === right) {
          out.push(left + right);
          i++;
        } else out.push(word[i] as string);
      return out;
    });
  }
  return merges;
}

describe('byte-pair encoding', () => {
  it('merges the most frequent pair first, as in the paper’s example', () => {
    // Counts by hand: "lo" 7, "ow" 7, then "low"; "es" 9 is the most frequent, then "est", then "lo".
    const text = `${'low '.repeat(5)}${'lower '.repeat(2)}${'newest '.repeat(6)}${'widest '.repeat(3)}`;
    const { merges } = trainBytePair([text.replaceAll(' ', '\n')], 271) as { merges: readonly string[] };
    expect(merges.slice(0, 4)).toEqual(['e s', 'es t', 'l o', 'lo w']);
  });

  it('equals the definition, whatever the text', () => {
    const words = fc.array(fc.stringMatching(/^[abc]{1,6}$/), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, (list) => {
        const text = list.join(' ');
        expect(trainBytePair([text], 261 + 12)).toEqual({
          kind: 'bytePair',
          merges: mergesByDefinition([text], 12),
        });
      }),
      { numRuns: 60 },
    );
  });

  it('gives every text back', () => {
    const tokenizer = fitTokenizer(bytePair(300), ['the old man and the sea, the sea']);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
      { numRuns: 200 },
    );
    expect(tokenizer.encode('the').length).toBe(1);
    expect(tokenizer.encode(' sea').length).toBe(1);
  });

  it('keeps its numbers through JSON and writes files that can be read', () => {
    const tokenizer = fitTokenizer(bytePair(280), ['a rose is a rose is a rose']);
    const again = openTokenizer(JSON.parse(JSON.stringify(tokenizer.state)) as typeof tokenizer.state);
    const text = 'a rose, a prose';
    expect(again.encode(text)).toEqual(tokenizer.encode(text));
    const files = tokenizerFiles(tokenizer).map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]);
    const { 'vocab.json': vocab = '', 'merges.txt': merges = '' } = Object.fromEntries(files) as Record<
      string,
      string
    >;
    const numbers = JSON.parse(vocab) as Record<string, number>;
    expect(Object.keys(numbers)).toHaveLength(tokenizer.size);
    expect([numbers['<pad>'], numbers['<end>'], numbers['Ġ']]).toEqual([PADDING, END, 5 + 0x20]);
    expect(numbers['Ġrose']).toBe(tokenizer.encode(' rose')[0]);
    expect(merges.split('\n')[0]).toBe('#version: 0.2');
  });

  it('refuses merges of what is no token', () => {
    expect(() => openTokenizer({ kind: 'bytePair', merges: ['a b', 'ab cd'] })).toThrow(
      'merge 2 of the byte-pair vocabulary ("ab cd") is not two tokens',
    );
    expect(() => openTokenizer({ kind: 'bytePair', merges: ['<pad> a'] })).toThrow('merge 1');
  });
});

describe('words and characters', () => {
  it('are numbered by how often the training texts have them; others are unknown', () => {
    const spec = TokenizerSpec.parse({ kind: 'word', vocabulary: 8 });
    const tokenizer = fitTokenizer(spec, ['The cat, the dog.', 'The cat!']);
    expect(tokenizer.vocabulary().slice(5)).toEqual(['the', 'cat', '!']);
    expect(tokenizer.encode('the cat barks')).toEqual([5, 6, UNKNOWN]);
    expect(tokenizer.decode([START, 5, 6, 7, UNKNOWN, END, PADDING])).toBe('the cat! <unknown>');
  });

  it('characters are code points', () => {
    const tokenizer = fitTokenizer(TokenizerSpec.parse({ kind: 'character' }), ['añ🙂a']);
    expect(tokenizer.size).toBe(8);
    expect(tokenizer.decode(tokenizer.encode('🙂ña'))).toBe('🙂ña');
    expect(tokenizer.encode('z')).toEqual([UNKNOWN]);
  });
});
