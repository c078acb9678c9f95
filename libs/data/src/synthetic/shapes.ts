import { z } from 'zod';
import type { SampleGenerator } from './generator.js';

export const shapesConfig = {
  kind: z
    .literal('shapes')
    .describe('grey images of a circle, a square or a cross, each of random place and size'),
  size: z.int().min(8).max(256).default(28).describe('width and height of an image in pixels'),
  noise: z.number().min(0).max(1).default(0.1).describe('width of the uniform noise on every pixel'),
};

export const SHAPE_CLASSES = ['circle', 'square', 'cross'] as const;

/** Whether a point at (dx, dy) from the centre, in units of the radius, belongs to the shape. */
const INSIDE: Readonly<Record<(typeof SHAPE_CLASSES)[number], (dx: number, dy: number) => boolean>> = {
  circle: (dx, dy) => dx * dx + dy * dy <= 1,
  square: (dx, dy) => Math.max(Math.abs(dx), Math.abs(dy)) <= 0.9,
  cross: (dx, dy) => Math.min(Math.abs(dx), Math.abs(dy)) <= 0.3 && Math.max(Math.abs(dx), Math.abs(dy)) <= 1,
};

/** Whether a point, from the centre in units of the radius, belongs to the shape of a class. */
export const inShape = (label: number, dx: number, dy: number): boolean =>
  INSIDE[SHAPE_CLASSES[label] as (typeof SHAPE_CLASSES)[number]](dx, dy);

/** One filled shape, wholly inside the image, 1 on 0, with noise that keeps every pixel in [0, 1]. */
export function shapes(config: { readonly size: number; readonly noise: number }): SampleGenerator {
  const { size, noise } = config;
  return (random, x) => {
    const label = random.below(SHAPE_CLASSES.length);
    const inside = INSIDE[SHAPE_CLASSES[label] as (typeof SHAPE_CLASSES)[number]];
    const radius = size * (0.2 + 0.2 * random.uniform());
    const [cx, cy] = [0, 1].map(() => radius + (size - 2 * radius) * random.uniform()) as [number, number];
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) {
        const isInk = inside((column + 0.5 - cx) / radius, (row + 0.5 - cy) / radius);
        const grain = noise === 0 ? 0 : noise * random.uniform();
        x[row * size + column] = isInk ? 1 - grain : grain;
      }
    return label;
  };
}
