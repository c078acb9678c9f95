import type { Plane } from './augmentation.js';

const LEVELS = 256;
const levelOf = (value: number): number => Math.round((LEVELS - 1) * Math.min(1, Math.max(0, value)));

/** Stretches each channel so that it reaches from 0 to 1; a constant one stays. */
export function autoContrast(x: Float32Array, { channels }: Plane): void {
  for (let channel = 0; channel < channels; channel++) {
    let [low, high] = [Infinity, -Infinity];
    for (let at = channel; at < x.length; at += channels) {
      low = Math.min(low, x[at] as number);
      high = Math.max(high, x[at] as number);
    }
    if (!(high > low)) continue;
    for (let at = channel; at < x.length; at += channels) x[at] = ((x[at] as number) - low) / (high - low);
  }
}

/** Spreads each channel's 256 levels so that all are used about as often. */
export function equalize(x: Float32Array, { channels }: Plane): void {
  for (let channel = 0; channel < channels; channel++) {
    const counts = new Uint32Array(LEVELS);
    for (let at = channel; at < x.length; at += channels) {
      const level = levelOf(x[at] as number);
      counts[level] = (counts[level] as number) + 1;
    }
    const below = new Float64Array(LEVELS);
    for (let level = 1, sum = 0; level < LEVELS; level++) below[level] = sum += counts[level - 1] as number;
    const used = counts.findLastIndex((count) => count > 0);
    const span = below[used] as number;
    if (span === 0) continue;
    for (let at = channel; at < x.length; at += channels)
      x[at] = (below[levelOf(x[at] as number)] as number) / span;
  }
}

/** Turns what is above the threshold into its negative. */
export function solarize(x: Float32Array, threshold: number): void {
  for (let at = 0; at < x.length; at++) if ((x[at] as number) >= threshold) x[at] = 1 - (x[at] as number);
}

/** Keeps so many of the eight bits of a value. */
export function posterize(x: Float32Array, bits: number): void {
  const step = 2 ** (8 - bits);
  for (let at = 0; at < x.length; at++)
    x[at] = (Math.floor(levelOf(x[at] as number) / step) * step) / (LEVELS - 1);
}

/** Away from a blurred copy (3×3, the middle counts five times), or towards it; the edges stay. */
export function sharpen(x: Float32Array, { rows, columns, channels }: Plane, factor: number): void {
  const source = x.slice();
  const line = columns * channels;
  for (let row = 1; row < rows - 1; row++)
    for (let at = row * line + channels; at < (row + 1) * line - channels; at++) {
      let sum = 4 * (source[at] as number);
      for (let down = -line; down <= line; down += line)
        for (let right = -channels; right <= channels; right += channels)
          sum += source[at + down + right] as number;
      const blurred = sum / 13;
      x[at] = blurred + factor * ((source[at] as number) - blurred);
    }
}
