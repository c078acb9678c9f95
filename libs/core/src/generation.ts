/** One fixed membership of an attempt, and its fencing number. A larger (epoch, n) wins; the nonce tells twins apart. */
export interface Generation {
  readonly epoch: number;
  readonly n: number;
  readonly nonce: string;
}

export const generationName = (g: Generation): string => `${g.epoch}.${g.n}.${g.nonce}`;

export const sameGeneration = (a: Generation, b: Generation): boolean =>
  a.epoch === b.epoch && a.n === b.n && a.nonce === b.nonce;

/** Negative when `a` is older than `b`. */
export const compareGenerations = (a: Generation, b: Generation): number => a.epoch - b.epoch || a.n - b.n;
