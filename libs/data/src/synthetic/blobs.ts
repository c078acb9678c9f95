import { rng } from '@ringmaster/core';
import { z } from 'zod';
import { type SampleGenerator, STREAMS } from './generator.js';

export const blobsConfig = {
  kind: z.literal('blobs').describe('one Gaussian cloud of points a class'),
  classes: z.int().min(2).max(1_000).default(3).describe('number of clouds'),
  features: z.int().positive().max(4_096).default(2).describe('dimensions of a point'),
  spread: z
    .number()
    .positive()
    .max(100)
    .default(1)
    .describe('standard deviation of a cloud; centres lie in ±5'),
};

/** Gaussian clouds around centres that are uniform in [-5, 5) in every dimension. */
export function blobs(
  config: { readonly classes: number; readonly features: number; readonly spread: number },
  seed: number,
): SampleGenerator {
  const place = rng(seed, STREAMS.constants);
  const centres = Float64Array.from(
    { length: config.classes * config.features },
    () => 10 * place.uniform() - 5,
  );
  return (random, x) => {
    const label = random.below(config.classes);
    for (let i = 0; i < x.length; i++)
      x[i] = (centres[label * config.features + i] as number) + config.spread * random.normal();
    return label;
  };
}
