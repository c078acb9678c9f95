/**
 * L2 norm, summed in float64 in index order, so that equal vectors give equal bits on every rank. Not finite exactly
 * when an element is not: squares of float32 cannot overflow a double.
 */
export function l2Norm(vector: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) {
    const value = vector[i] as number;
    sum += value * value;
  }
  return Math.sqrt(sum);
}

/**
 * The gradient scaled to `maxNorm` when it is longer (Pascanu, Mikolov, Bengio, "On the difficulty of training
 * recurrent neural networks", ICML 2013). Scaled values go to `scratch`: the reduced vector may still be read by peers.
 */
export function clipByNorm(
  gradient: Float32Array,
  norm: number,
  { maxNorm, scratch }: { readonly maxNorm: number; readonly scratch: () => Float32Array },
): Float32Array {
  if (norm <= maxNorm) return gradient;
  const scaled = scratch();
  const factor = maxNorm / norm;
  for (let i = 0; i < scaled.length; i++) scaled[i] = (gradient[i] as number) * factor;
  return scaled;
}

/** The gradient with every element cut off at ±`limit`, in `scratch`. */
export function clipByValue(
  gradient: Float32Array,
  { limit, scratch }: { readonly limit: number; readonly scratch: () => Float32Array },
): Float32Array {
  const clipped = scratch();
  for (let i = 0; i < clipped.length; i++)
    clipped[i] = Math.min(limit, Math.max(-limit, gradient[i] as number));
  return clipped;
}

/** True when no element is NaN or infinite. */
export function isAllFinite(vector: Float32Array): boolean {
  // x·0 is 0 for finite x and NaN otherwise, and NaN stays in a sum: no branch an element.
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (vector[i] as number) * 0;
  return sum === 0;
}
