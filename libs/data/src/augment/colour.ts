import type { Plane } from './augmentation.js';

/** Rec. 601 luma of red, green and blue. */
export const LUMA = [0.299, 0.587, 0.114] as const;

/** Luma of the pixel that begins at `at`: the value itself where there are no three channels. */
export function lumaAt(x: Float32Array, at: number, channels: number): number {
  if (channels !== 3) return x[at] as number;
  return LUMA[0] * (x[at] as number) + LUMA[1] * (x[at + 1] as number) + LUMA[2] * (x[at + 2] as number);
}

/** Mean luma; the mean of all values where pixels have not three channels. */
export function meanLuma(x: Float32Array, { channels }: Plane): number {
  const step = channels === 3 ? 3 : 1;
  let sum = 0;
  for (let at = 0; at < x.length; at += step) sum += lumaAt(x, at, channels);
  return sum / (x.length / step);
}

/** Moves every value away from `rest` (a factor above 1) or towards it. */
export function stretch(x: Float32Array, rest: number, factor: number): void {
  for (let at = 0; at < x.length; at++) x[at] = rest + factor * ((x[at] as number) - rest);
}

/** Moves the colours of RGB pixels away from their own grey, or towards it; 0 takes all colour away. */
export function saturate(x: Float32Array, factor: number): void {
  for (let at = 0; at < x.length; at += 3) {
    const grey = lumaAt(x, at, 3);
    for (let i = at; i < at + 3; i++) x[i] = grey + factor * ((x[i] as number) - grey);
  }
}
