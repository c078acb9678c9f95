/**
 * The logits of the token after each prefix, one row a prefix, each as long as the vocabulary. All prefixes are of one length.
 * What a language model is to whoever generates with it.
 */
export type NextLogits = (prefixes: readonly (readonly number[])[]) => readonly Float32Array[];

/** A sequence as a model went on with it. */
export interface Continuation {
  /** Behind the prompt; the end token is not among them. */
  readonly tokens: readonly number[];
  /** Natural logarithm of the model's own probability of them, and of the end where it was reached. */
  readonly logProbability: number;
  /** By the end token, or because `maxTokens` were made. */
  readonly finish: 'end' | 'length';
}

/** Where a continuation ends, and what never comes. */
export interface Continuing {
  readonly prompt: readonly number[];
  readonly maxTokens: number;
  /** The token that ends a sequence. */
  readonly end?: number | undefined;
  /** Tokens that are never chosen: padding, masks. */
  readonly banned?: readonly number[];
}
