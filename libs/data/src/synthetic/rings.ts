import { z } from 'zod';
import type { SampleGenerator } from './generator.js';

export const ringsConfig = {
  kind: z.literal('rings').describe('concentric rings in the plane, one a class; no line separates them'),
  classes: z.int().min(2).max(100).default(2).describe('number of rings; ring i has radius i'),
  noise: z.number().min(0).max(10).default(0.1).describe('standard deviation of the radius'),
};

/** Points of the plane at radius `class + 1`, give or take the noise. */
export function rings(config: { readonly classes: number; readonly noise: number }): SampleGenerator {
  return (random, x) => {
    const label = random.below(config.classes);
    const angle = 2 * Math.PI * random.uniform();
    const radius = label + 1 + config.noise * random.normal();
    x[0] = radius * Math.cos(angle);
    x[1] = radius * Math.sin(angle);
    return label;
  };
}
