import type { Colour } from './canvas.js';
import { type Tile, tileSheet } from './tile-sheet.js';

/** Attention weights of one layer for one sample, `[heads, queries, keys]` row-major. */
export interface AttentionMap {
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  readonly weights: ArrayLike<number>;
}

/** Of a picture at least, in pixels: a position has to be seen, and the words above. */
const SHOWN_SIDE = 128;
const [PAPER, INK]: readonly [Colour, Colour] = [
  [255, 255, 255],
  [8, 64, 140],
];

/**
 * A row a layer, a picture a head: each line of a picture is a position that looks, each column one that is looked at, and the darker
 * the more. White and the darkest blue are the smallest and the largest weight of the head. PNG, RGB.
 */
export function attentionSheet(maps: readonly AttentionMap[]): Uint8Array {
  const rows = Math.max(1, ...maps.map(({ queries }) => queries));
  const columns = Math.max(1, ...maps.map(({ keys }) => keys));
  return tileSheet(
    maps.map((map) => Array.from({ length: map.heads }, (_, head) => headTile(map, head))),
    {
      rows,
      columns,
      shownSide: SHOWN_SIDE,
      captions: maps.map(({ heads }, layer) =>
        Array.from({ length: heads }, (_, head) => `layer ${layer + 1} head ${head + 1}`),
      ),
    },
  );
}

function headTile({ queries, keys, weights }: AttentionMap, head: number): Tile {
  const from = head * queries * keys;
  let most = 0;
  for (let i = 0; i < queries * keys; i++) most = Math.max(most, weights[from + i] ?? 0);
  return {
    colour: (row, column) => {
      if (row >= queries || column >= keys || most === 0) return PAPER;
      const share = (weights[from + row * keys + column] ?? 0) / most;
      return PAPER.map((paper, i) =>
        Math.round(paper + share * ((INK[i] ?? 0) - paper)),
      ) as unknown as Colour;
    },
  };
}
