import type { Dataset, Split } from '../dataset.js';

/** What models that know little could reach on a text at best, in nats a token. */
export interface NgramEntropies {
  /** Of one that knows how often each token comes in this very text. */
  readonly unigramEntropy: number;
  /** Of one that knows how often each token follows another one in this very text. */
  readonly bigramEntropy: number;
}

const CHUNK = 1_024;

/**
 * Entropy of the tokens of a split, and of each token given the one before: of the split's own counts, so that no model of
 * single tokens or of pairs, wherever it was trained, can have a smaller loss on it. Few tokens of many kinds make both smaller
 * than the source's entropies, never larger.
 * @param padding labels that do not count
 */
export function ngramEntropies(dataset: Dataset, split: Split, padding?: number): NgramEntropies | undefined {
  const classes = dataset.info.classes ?? 0;
  const [singles, pairs, firsts] = [
    new Map<number, number>(),
    new Map<number, number>(),
    new Map<number, number>(),
  ];
  const count = (map: Map<number, number>, key: number) => map.set(key, (map.get(key) ?? 0) + 1);
  let tokens = 0;
  const size = dataset.info.sizes[split];
  for (let start = 0; start < size; start += CHUNK) {
    const ids = Uint32Array.from({ length: Math.min(CHUNK, size - start) }, (_, i) => start + i);
    const { x, y } = dataset.read(split, ids);
    y.data.forEach((next, at) => {
      if (next === padding) return;
      const before = x.data[at] as number;
      count(singles, next);
      count(firsts, before);
      count(pairs, before * classes + next);
      tokens += 1;
    });
  }
  if (tokens === 0) return undefined;
  const nats = (counts: Map<number, number>, of: (key: number) => number): number => {
    let sum = 0;
    for (const [key, times] of counts) sum -= times * Math.log(times / of(key));
    return sum / tokens;
  };
  return {
    unigramEntropy: nats(singles, () => tokens),
    bigramEntropy: nats(pairs, (pair) => firsts.get(Math.floor(pair / classes)) ?? 1),
  };
}
