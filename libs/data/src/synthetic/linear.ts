import { rng } from '@ringmaster/core';
import { z } from 'zod';
import { type SampleGenerator, STREAMS } from './generator.js';

export const linearConfig = {
  kind: z.literal('linear').describe('regression: a fixed linear function of normal inputs, plus noise'),
  features: z.int().positive().max(4_096).default(8).describe('inputs of the function'),
  noise: z.number().min(0).max(100).default(0.1).describe('standard deviation added to the target'),
};

/** y = w·x + b + noise with x standard normal, and w and b standard normal but fixed by the seed. */
export function linear(
  config: { readonly features: number; readonly noise: number },
  seed: number,
): SampleGenerator {
  const draw = rng(seed, STREAMS.constants);
  const weights = Float64Array.from({ length: config.features }, () => draw.normal());
  const bias = draw.normal();
  return (random, x) => {
    let target = bias;
    for (let i = 0; i < x.length; i++) {
      x[i] = random.normal();
      target += (weights[i] as number) * (x[i] as number);
    }
    return target + config.noise * random.normal();
  };
}
