import type { Border, Plane, Warp } from './augmentation.js';

/** Where an index outside 0…n-1 is taken from; -1 for nowhere. */
const OUTSIDE: Readonly<Record<Border, (at: number, n: number) => number>> = {
  zero: () => -1,
  edge: (at, n) => (at < 0 ? 0 : n - 1),
  reflect: (at, n) => {
    if (n === 1) return 0;
    const period = 2 * (n - 1);
    const inside = ((at % period) + period) % period;
    return inside < n ? inside : period - inside;
  },
};

/**
 * Moves pixels in place, interpolated linearly in float64. Places that fall on a pixel take its value bit for bit, so
 * that flips, shifts and quarter turns only permute. Nothing is smoothed where the picture shrinks.
 */
export function warp(x: Float32Array, plane: Plane, { from, border }: Warp): void {
  const { rows, columns, channels } = plane;
  const source = x.slice();
  const outside = OUTSIDE[border];
  const rowOf = (at: number) => (at >= 0 && at < rows ? at : outside(at, rows));
  const columnOf = (at: number) => (at >= 0 && at < columns ? at : outside(at, columns));
  const valueAt = (row: number, column: number, channel: number): number =>
    row < 0 || column < 0 ? 0 : (source[(row * columns + column) * channels + channel] as number);
  for (let row = 0, out = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, out += channels) {
      const y = from.rr * row + from.rc * column + from.r;
      const z = from.cr * row + from.cc * column + from.c;
      const top = Math.floor(y);
      const left = Math.floor(z);
      const down = y - top;
      const right = z - left;
      const r0 = rowOf(top);
      const c0 = columnOf(left);
      if (down === 0 && right === 0) {
        for (let channel = 0; channel < channels; channel++) x[out + channel] = valueAt(r0, c0, channel);
        continue;
      }
      const r1 = rowOf(top + 1);
      const c1 = columnOf(left + 1);
      for (let channel = 0; channel < channels; channel++) {
        const upper = (1 - right) * valueAt(r0, c0, channel) + right * valueAt(r0, c1, channel);
        const lower = (1 - right) * valueAt(r1, c0, channel) + right * valueAt(r1, c1, channel);
        x[out + channel] = (1 - down) * upper + down * lower;
      }
    }
}

/** The same for a class for each pixel: the nearest one, since classes have nothing between them; 0 comes in from outside. */
export function warpMask(
  y: Int32Array | Float32Array,
  { rows, columns }: Plane,
  { from, border }: Warp,
): void {
  const source = y.slice();
  const outside = OUTSIDE[border];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const down = Math.round(from.rr * row + from.rc * column + from.r);
      const right = Math.round(from.cr * row + from.cc * column + from.c);
      const r = down >= 0 && down < rows ? down : outside(down, rows);
      const c = right >= 0 && right < columns ? right : outside(right, columns);
      y[row * columns + column] = r < 0 || c < 0 ? 0 : (source[r * columns + c] as number);
    }
}
