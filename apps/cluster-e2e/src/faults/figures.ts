import type { Bound, Figures } from './fault-row.js';

/** A figure over all runs: numbers as their spread, words as the ones that occurred. */
export type Summary = { readonly min: number; readonly median: number; readonly max: number } | string;

export function summarise(runs: readonly Figures[]): Record<string, Summary> {
  const names = [...new Set(runs.flatMap((figures) => Object.keys(figures)))];
  return Object.fromEntries(
    names.map((name) => {
      const values = runs.flatMap((figures) => figures[name] ?? []);
      const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
      return [name, numbers.length > 0 ? spread(numbers) : [...new Set(values)].join(', ')];
    }),
  );
}

function spread(sorted: readonly number[]): Summary {
  const at = (index: number) => sorted[index] ?? NaN;
  const middle = (sorted.length - 1) / 2;
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  return { min: round(at(0)), median: round(median), max: round(at(sorted.length - 1)) };
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** One sentence for each bound that does not hold. */
export function exceeded(
  figures: Readonly<Record<string, Summary>>,
  bounds: Readonly<Record<string, Bound>> = {},
): string[] {
  return Object.entries(bounds).flatMap(([name, bound]) => {
    const figure = figures[name];
    if (figure === undefined || typeof figure === 'string') return [];
    return (['median', 'max'] as const).flatMap((kind) => {
      const limit = bound[kind];
      return limit === undefined || figure[kind] <= limit
        ? []
        : [`${kind} ${name} is ${figure[kind]}, at most ${limit} is allowed`];
    });
  });
}
