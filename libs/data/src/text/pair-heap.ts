/** A pair of tokens and how often it was seen when it was put in. */
export interface PairCount {
  readonly key: number;
  readonly count: number;
}

/** The more frequent first, then the smaller key: so the order depends on the counts alone. */
const isBefore = (a: PairCount, b: PairCount): boolean =>
  a.count > b.count || (a.count === b.count && a.key < b.key);

/** A binary heap of pairs, the first of them on top. */
export class PairHeap {
  private readonly items: PairCount[] = [];

  push(item: PairCount): void {
    const { items } = this;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      const above = items[parent] as PairCount;
      if (!isBefore(item, above)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  pop(): PairCount | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      const [left, right] = [items[child], items[child + 1]] as [PairCount, PairCount | undefined];
      if (right && isBefore(right, left)) child += 1;
      const below = items[child] as PairCount;
      if (!isBefore(below, last)) break;
      items[at] = below;
      at = child;
    }
    items[at] = last;
    return top;
  }
}
