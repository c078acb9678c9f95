import type { PrecisionSpec } from '@ringmaster/contracts';
import type { LossScale } from '../checkpoint/manifest.js';

const LEAST = 1;
const MOST = 2 ** 24;

/** The scale to begin with; undefined for a job that computes in float32. */
export const freshLossScale = (precision: PrecisionSpec | undefined): LossScale | undefined =>
  precision && { scale: precision.initialScale, applied: 0 };

/**
 * The scale of the next step (P. Micikevicius et al., "Mixed Precision Training", ICLR 2018, section 3.2): half of it after a
 * step that was not finite, twice of it after so many applied ones. A function of what all ranks know alike.
 */
export function nextLossScale(
  { scale, applied }: LossScale,
  isApplied: boolean,
  { growthSteps }: PrecisionSpec,
): LossScale {
  if (!isApplied) return { scale: Math.max(LEAST, scale / 2), applied: 0 };
  if (applied + 1 < growthSteps) return { scale, applied: applied + 1 };
  return { scale: Math.min(MOST, scale * 2), applied: 0 };
}

/** Whether a step that was not finite may be so for its scale alone: then it is no sign of bad data. */
export const canFall = (lossScale: LossScale | undefined): boolean =>
  lossScale !== undefined && lossScale.scale > LEAST;

/** The gradient ÷ scale, in `scratch`: peers may still read the reduced vector. Exact, since scales are powers of two. */
export function unscaled(gradient: Float32Array, scale: number, scratch: () => Float32Array): Float32Array {
  if (scale === 1) return gradient;
  const result = scratch();
  const factor = 1 / scale;
  for (let i = 0; i < result.length; i++) result[i] = (gradient[i] as number) * factor;
  return result;
}
