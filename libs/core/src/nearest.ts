/**
 * The known name that a mistyped one probably meant, or undefined when none is close: at most a third of its letters
 * (two at least) may be inserted, deleted or replaced (Levenshtein distance); upper and lower case are the same letter. Ties go to the earlier candidate.
 */
export function nearest(typed: string, candidates: Iterable<string>): string | undefined {
  const name = folded(typed);
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name, folded(candidate));
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** The cost is quadratic, and the typed name comes from outside. */
const MAX_LENGTH = 64;
const folded = (name: string): string => name.slice(0, MAX_LENGTH).toLowerCase();

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++)
      current[column] = Math.min(
        (previous[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (previous[column - 1] as number) + (a[row - 1] === b[column - 1] ? 0 : 1),
      );
    previous = current;
  }
  return previous[b.length] as number;
}
