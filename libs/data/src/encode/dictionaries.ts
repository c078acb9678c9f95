import type { SampleBlock } from '../files/sample-block.js';

type Dictionaries = ReadonlyMap<number, readonly string[]>;

/** The words of several blocks, by column, in the order in which they first come. */
export function joinedDictionaries(blocks: readonly SampleBlock[]): Dictionaries {
  const joined = new Map<number, Set<string>>();
  for (const { dictionaries } of blocks)
    for (const [column, words] of dictionaries ?? []) {
      const all = joined.get(column) ?? new Set();
      for (const word of words) all.add(word);
      joined.set(column, all);
    }
  return new Map([...joined].map(([column, words]) => [column, [...words]]));
}

/** A block's values, with words numbered as another dictionary numbers them. */
export function withDictionaries(block: SampleBlock, dictionaries: Dictionaries): SampleBlock['x'] {
  if (dictionaries.size === 0) return block.x;
  const x = block.x.slice();
  const width = block.inputShape.reduce((product, dim) => product * dim, 1);
  for (const [column, words] of block.dictionaries ?? []) {
    const places = new Map(dictionaries.get(column)?.map((word, place) => [word, place]));
    const moved = words.map((word) => places.get(word) ?? NaN);
    for (let at = column; at < x.length; at += width)
      if (!Number.isNaN(x[at])) x[at] = moved[x[at] as number] as number;
  }
  return x;
}
