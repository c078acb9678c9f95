import { TrainError } from '@ringmaster/core';
import { PairHeap } from './pair-heap.js';
import { bytesOf, printable } from './printable-bytes.js';
import { END, MASK, SPECIAL_TOKENS, START, type TokenizerState, UNKNOWN, PADDING } from './token-facts.js';
import type { Tokenizer } from './tokenizer.js';

/** Token of byte 0; the first merge follows byte 255. */
const FIRST_BYTE = SPECIAL_TOKENS.length;
export const FIRST_MERGE = FIRST_BYTE + 256;
/** Pairs as one number. Vocabularies are smaller. */
const RADIX = 1 << 20;
/** Pieces whose tokens are remembered. */
const CACHED = 50_000;

/**
 * Words with the space before them, numbers, and signs (A. Radford et al., 2019): no token reaches over two of them. Longer ones than
 * any word are cut, so that a file without spaces takes time in proportion to its length.
 */
const PIECES =
  /'(?:[sdmt]|ll|ve|re)| ?\p{L}{1,128}| ?\p{N}{1,128}| ?[^\s\p{L}\p{N}]{1,128}|\s{1,128}(?!\S)|\s{1,128}/gu;

const pieces = (text: string): readonly string[] => text.match(PIECES) ?? [];
const asBytes = (piece: string): number[] =>
  Array.from(new TextEncoder().encode(piece), (byte) => FIRST_BYTE + byte);

interface Word {
  tokens: number[];
  readonly count: number;
}

/**
 * Byte-pair encoding of UTF-8 bytes (R. Sennrich, B. Haddow, A. Birch, ACL 2016; bytes as in GPT-2): the most frequent pair of
 * neighbours becomes a token of its own, again and again; of equally frequent ones the pair of the smaller tokens.
 * @param vocabulary tokens in all; fewer where no pair occurs twice any more
 */
export function trainBytePair(texts: Iterable<string>, vocabulary: number): TokenizerState {
  const counts = new Map<string, number>();
  for (const text of texts) for (const piece of pieces(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const words: Word[] = Array.from(counts, ([piece, count]) => ({ tokens: asBytes(piece), count }));
  const pairs = new PairTable(words);
  const names = byteNames();
  const merges: string[] = [];
  while (names.length < vocabulary) {
    const best = pairs.best();
    if (best === undefined) break;
    const [left, right] = [Math.floor(best / RADIX), best % RADIX];
    merges.push(`${names[left]} ${names[right]}`);
    pairs.merge(best, names.length);
    names.push(`${names[left]}${names[right]}`);
  }
  return { kind: 'bytePair', merges };
}

/** How often each pair of neighbours occurs, and in which words. */
class PairTable {
  private readonly counts = new Map<number, number>();
  private readonly places = new Map<number, Set<number>>();
  private readonly heap = new PairHeap();

  constructor(private readonly words: readonly Word[]) {
    words.forEach((word, at) => this.count(word, at, 1));
    for (const [key, count] of this.counts) this.heap.push({ key, count });
  }

  /** The most frequent pair that occurs at least twice. */
  best(): number | undefined {
    for (;;) {
      const top = this.heap.pop();
      if (top === undefined) return undefined;
      const count = this.counts.get(top.key) ?? 0;
      if (count === top.count) return count < 2 ? undefined : top.key;
      // It became rarer since it was put in: its turn comes later.
      if (count > 0 && count < top.count) this.heap.push({ key: top.key, count });
    }
  }

  merge(pair: number, token: number): void {
    const changed = new Set<number>();
    for (const at of this.places.get(pair) ?? []) {
      const word = this.words[at] as Word;
      this.count(word, at, -1);
      word.tokens = merged(word.tokens, pair, token);
      this.count(word, at, 1, changed);
    }
    this.places.delete(pair);
    for (const key of changed) this.heap.push({ key, count: this.counts.get(key) ?? 0 });
  }

  private count({ tokens, count }: Word, at: number, sign: 1 | -1, seen?: Set<number>): void {
    for (let i = 1; i < tokens.length; i++) {
      const key = (tokens[i - 1] as number) * RADIX + (tokens[i] as number);
      this.counts.set(key, (this.counts.get(key) ?? 0) + sign * count);
      seen?.add(key);
      if (sign < 0) continue;
      const places = this.places.get(key);
      if (places) places.add(at);
      else this.places.set(key, new Set([at]));
    }
  }
}

function merged(tokens: readonly number[], pair: number, token: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const here = tokens[i] as number;
    const next = tokens[i + 1];
    if (next !== undefined && here * RADIX + next === pair) {
      out.push(token);
      i++;
    } else out.push(here);
  }
  return out;
}

const byteNames = (): string[] => [
  ...SPECIAL_TOKENS,
  ...Array.from({ length: 256 }, (_, byte) => printable([byte])),
];

/** @throws TrainError `artifact_corrupt` naming a merge that no vocabulary of these can have */
export function openBytePair(state: Extract<TokenizerState, { kind: 'bytePair' }>): Tokenizer {
  const names = byteNames();
  const numbers = new Map(names.map((name, token) => [name, token]));
  const ranks = new Map<number, number>();
  state.merges.forEach((merge, at) => {
    const [left, right, more] = merge.split(' ').map((name) => numbers.get(name));
    if (left === undefined || right === undefined || more !== undefined || Math.min(left, right) < FIRST_BYTE)
      throw new TrainError(
        'artifact_corrupt',
        `merge ${at + 1} of the byte-pair vocabulary (${JSON.stringify(merge.slice(0, 40))}) is not two tokens that come before it`,
      );
    ranks.set(left * RADIX + right, names.length);
    const name = merge.replace(' ', '');
    if (!numbers.has(name)) numbers.set(name, names.length);
    names.push(name);
  });
  const cache = new Map<string, readonly number[]>();
  const encodePiece = (piece: string): readonly number[] => {
    const known = cache.get(piece);
    if (known) return known;
    const tokens = mergeAll(asBytes(piece), ranks);
    if (cache.size >= CACHED) cache.clear();
    cache.set(piece, tokens);
    return tokens;
  };
  return {
    state,
    size: names.length,
    encode: (text) => pieces(text).flatMap(encodePiece),
    decode: (tokens) => decodeBytes(tokens, names),
    vocabulary: () => names,
  };
}

/** The pair that was merged first in training is merged first here. */
function mergeAll(bytes: readonly number[], ranks: ReadonlyMap<number, number>): readonly number[] {
  let tokens = bytes;
  for (;;) {
    let best: { readonly pair: number; readonly token: number } | undefined;
    for (let i = 1; i < tokens.length; i++) {
      const pair = (tokens[i - 1] as number) * RADIX + (tokens[i] as number);
      const token = ranks.get(pair);
      if (token !== undefined && (best === undefined || token < best.token)) best = { pair, token };
    }
    if (!best) return tokens;
    tokens = merged(tokens, best.pair, best.token);
  }
}

/** Bytes that are no UTF-8, as a cut sequence leaves them, become U+FFFD. */
function decodeBytes(tokens: readonly number[], names: readonly string[]): string {
  const encoder = new TextEncoder();
  const bytes = tokens.flatMap((token) => {
    if (token === PADDING || token === START || token === END) return [];
    if (token === MASK || token === UNKNOWN || names[token] === undefined)
      return [...encoder.encode(SPECIAL_TOKENS[token === MASK ? MASK : UNKNOWN])];
    return bytesOf(names[token]) ?? [];
  });
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
