/** How often each n-gram occurs. */
function grams(tokens: readonly number[], n: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= tokens.length; i++) {
    const gram = tokens.slice(i, i + n).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** Of one sample: for n = 1 … order the matched n-grams, clipped, and all of them; then the lengths found and wanted. */
export function bleuSums(
  found: readonly number[],
  wanted: readonly number[],
  order: number,
): readonly number[] {
  const pairs = Array.from({ length: order }, (_, i) => {
    const reference = grams(wanted, i + 1);
    let matched = 0;
    for (const [gram, count] of grams(found, i + 1)) matched += Math.min(count, reference.get(gram) ?? 0);
    return [matched, Math.max(0, found.length - i)];
  });
  return [...pairs.flat(), found.length, wanted.length];
}

/**
 * Geometric mean of the n-gram precisions times the brevity penalty (K. Papineni et al., ACL 2002), of a whole corpus; 0 where no
 * n-gram of some length matches.
 */
export function bleuOf(sums: readonly number[], order: number): number {
  let logs = 0;
  for (let i = 0; i < order; i++) logs += Math.log((sums[2 * i] ?? 0) / (sums[2 * i + 1] ?? 0)) / order;
  const [found = 0, wanted = 0] = sums.slice(2 * order);
  return Number.isNaN(logs) ? 0 : Math.exp(logs + Math.min(0, 1 - wanted / found));
}
