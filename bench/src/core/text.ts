import type { Figure } from './figure.js';

/** A value with its unit, for people: `3.21 GB/s`, `12,300 samples/s`, `0.62 s`. */
export function quantity(value: number, unit: string): string {
  if (unit === 'bytes/s')
    return value >= 1e9 ? `${(value / 1e9).toFixed(2)} GB/s` : `${Math.round(value / 1e6)} MB/s`;
  const text =
    Math.abs(value) >= 1_000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
  return `${text} ${unit}`;
}

export const ratioText = ({ ratio, ratioMin, ratioMax }: Figure): string =>
  ratio === undefined ? '' : `${ratio.toFixed(2)} (${ratioMin?.toFixed(2)}–${ratioMax?.toFixed(2)})`;

const spreadText = (min: number, max: number, unit: string) =>
  min === max ? '' : ` (${quantity(min, unit).replace(/ [^ ]+$/, '')}–${quantity(max, unit)})`;

/** The cells of one figure: metric, ours, peer, theirs, ratio. */
export function cellsOf(figure: Figure): readonly string[] {
  const { metric, value, min, max, unit, peer, peerValue, peerMin, peerMax } = figure;
  const theirs =
    peerValue === undefined
      ? ''
      : quantity(peerValue, unit) + spreadText(peerMin ?? peerValue, peerMax ?? peerValue, unit);
  return [metric, quantity(value, unit) + spreadText(min, max, unit), peer ?? '', theirs, ratioText(figure)];
}

/** Columns of equal width, one bench after the other. */
export function table(figures: readonly Figure[]): string {
  const rows = [
    ['bench', 'metric', 'ours', 'peer', 'theirs', 'ratio'],
    ...figures.map((figure) => [figure.bench, ...cellsOf(figure)]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
