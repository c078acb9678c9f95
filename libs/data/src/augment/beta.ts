import type { Rng } from '@ringmaster/core';

/** One draw of Beta(α, α): a Gamma(α, 1) over the sum of two. */
export function symmetricBeta(random: Rng, alpha: number): number {
  const [a, b] = [logGamma(random, alpha), logGamma(random, alpha)];
  // By logarithms: for a small α both draws may be too small for a float64.
  return 1 / (1 + Math.exp(b - a));
}

/** Logarithm of a draw of Gamma(α, 1) (Marsaglia and Tsang, "A simple method for generating gamma variables", 2000). */
function logGamma(random: Rng, alpha: number): number {
  if (alpha < 1) return logGamma(random, alpha + 1) + Math.log(1 - random.uniform()) / alpha;
  const d = alpha - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = random.normal();
    const v = (1 + c * normal) ** 3;
    if (v <= 0) continue;
    const bound = 0.5 * normal * normal + d - d * v + d * Math.log(v);
    if (Math.log(1 - random.uniform()) < bound) return Math.log(d * v);
  }
}
