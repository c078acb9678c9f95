/** Fewest insertions, deletions and substitutions that make `b` of `a` (V. Levenshtein, 1966). */
export function editDistance(a: readonly number[], b: readonly number[]): number {
  let row = b.map((_, j) => j + 1);
  row.unshift(0);
  a.forEach((symbol, i) => {
    const next = [i + 1];
    b.forEach((other, j) => {
      const replaced = (row[j] ?? 0) + (symbol === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    });
    row = next;
  });
  return row[b.length] ?? 0;
}
