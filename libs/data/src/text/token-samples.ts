import { END, PADDING, START } from './token-facts.js';
import type { Tokenizer } from './tokenizer.js';

/** Rows of `width` tokens, cut from a stream when they are asked for: overlapping ones cost no memory. */
export interface TokenRows {
  readonly count: number;
  /** Copies a row's tokens to the beginning of `into`. */
  copy(row: number, into: Int32Array): void;
}

/** Tokens that follow each other; grows as they come. */
class TokenStream {
  private tokens = new Int32Array(4_096);
  length = 0;

  push(...more: readonly number[]): void {
    if (this.length + more.length > this.tokens.length) {
      const larger = new Int32Array(2 * (this.length + more.length));
      larger.set(this.tokens);
      this.tokens = larger;
    }
    this.tokens.set(more, this.length);
    this.length += more.length;
  }

  done(): Int32Array {
    return this.tokens.slice(0, this.length);
  }
}

/**
 * All documents as one stream, each followed by `<end>`, in windows of `width` tokens that begin `stride` tokens apart. What is
 * left at the end is not used.
 */
export function packedRows(
  tokenizer: Tokenizer,
  texts: Iterable<string>,
  { width, stride }: { readonly width: number; readonly stride: number },
): TokenRows {
  const stream = new TokenStream();
  for (const text of texts) {
    pushAll(stream, tokenizer.encode(text));
    stream.push(END);
  }
  const tokens = stream.done();
  return {
    count: tokens.length < width ? 0 : Math.floor((tokens.length - width) / stride) + 1,
    copy: (row, into) => into.set(tokens.subarray(row * stride, row * stride + width)),
  };
}

/** A spread of a long list would not fit the stack. */
function pushAll(stream: TokenStream, tokens: readonly number[]): void {
  for (let at = 0; at < tokens.length; at += 1_024) stream.push(...tokens.slice(at, at + 1_024));
}

/**
 * Every document in rows of its own: `<start>`, its tokens, `<end>`, and padding up to `width`. With `cut` a long one is cut off,
 * otherwise it goes on in the next row.
 */
export function documentRows(
  tokenizer: Tokenizer,
  texts: Iterable<string>,
  { width, cut }: { readonly width: number; readonly cut: boolean },
): TokenRows {
  const stream = new TokenStream();
  const room = width - 2;
  for (const text of texts) {
    const tokens = tokenizer.encode(text);
    for (let at = 0; at === 0 || (at < tokens.length && !cut); at += room) {
      const piece = tokens.slice(at, at + room);
      const padding = new Array<number>(room - piece.length).fill(PADDING);
      stream.push(START, ...piece, END, ...padding);
    }
  }
  const rows = stream.done();
  return {
    count: rows.length / width,
    copy: (row, into) => into.set(rows.subarray(row * width, (row + 1) * width)),
  };
}
