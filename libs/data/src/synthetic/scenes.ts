import type { Rng } from '@ringmaster/core';
import { z } from 'zod';
import type { PixelGenerator } from './generator.js';
import { inShape, SHAPE_CLASSES } from './shapes.js';

export const scenesConfig = {
  kind: z
    .literal('scenes')
    .describe('colour images of several shapes, labelled with a class for each pixel: 0 is the background'),
  size: z.int().min(16).max(256).default(32).describe('width and height of an image in pixels'),
  objects: z
    .int()
    .min(1)
    .max(16)
    .default(3)
    .describe('most shapes in an image, at least one; later ones lie on top'),
  noise: z.number().min(0).max(1).default(0.1).describe('standard deviation of the noise on every value'),
};

/** The background, and what can stand before it. */
export const SCENE_CLASSES = ['background', ...SHAPE_CLASSES] as const;

/** Circles, squares and crosses of random colour, place and size, which may hide each other and reach over the edge. */
export function scenes({
  size,
  objects,
  noise,
}: {
  readonly size: number;
  readonly objects: number;
  readonly noise: number;
}): PixelGenerator {
  return (random, x, y) => {
    const background = colour(random, 0, 0.4);
    for (let at = 0; at < x.length; at++) x[at] = background[at % 3] as number;
    y.fill(0);
    const count = 1 + random.below(objects);
    for (let i = 0; i < count; i++) paintShape(random, { size, x, y });
    if (noise > 0) for (let at = 0; at < x.length; at++) x[at] = (x[at] as number) + noise * random.normal();
  };
}

const colour = (random: Rng, from: number, to: number): readonly number[] =>
  [0, 1, 2].map(() => from + (to - from) * random.uniform());

function paintShape(
  random: Rng,
  { size, x, y }: { readonly size: number; readonly x: Float32Array; readonly y: Int32Array },
): void {
  const label = random.below(SHAPE_CLASSES.length);
  const ink = colour(random, 0.5, 1);
  const radius = size * (0.1 + 0.15 * random.uniform());
  const [cx, cy] = [size * random.uniform(), size * random.uniform()];
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      if (!inShape(label, (column + 0.5 - cx) / radius, (row + 0.5 - cy) / radius)) continue;
      const pixel = row * size + column;
      y[pixel] = label + 1;
      for (let channel = 0; channel < 3; channel++) x[3 * pixel + channel] = ink[channel] as number;
    }
}
