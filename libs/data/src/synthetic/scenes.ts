import type { Rng } from '@ringmaster/core';
import { z } from 'zod';
import { BOX_COLUMNS, boxIou, type Corners, NO_BOX } from '../boxes/box-labels.js';
import type { BoxGenerator, PixelGenerator } from './generator.js';
import { inShape, SHAPE_CLASSES } from './shapes.js';

export const scenesConfig = {
  kind: z
    .literal('scenes')
    .describe(
      'colour images of several shapes, labelled with a class for each pixel (0 is the background) or with boxes',
    ),
  labels: z
    .enum(['pixels', 'boxes'])
    .optional()
    .describe(
      'a class for each pixel (default), or [objects, 6] boxes with their classes; with boxes, shapes lie wholly inside and hardly overlap',
    ),
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
export function scenes({ size, objects, noise }: Options): PixelGenerator {
  return (random, x, y) => {
    paintBackground(random, x);
    y.fill(0);
    const count = 1 + random.below(objects);
    for (let i = 0; i < count; i++) {
      const shape = drawShape(random, size);
      const place: Place = { shape, cx: size * random.uniform(), cy: size * random.uniform() };
      eachPixel(size, place, (pixel) => {
        y[pixel] = shape.label + 1;
        paint(x, pixel, shape.ink);
      });
    }
    addNoise(random, x, noise);
  };
}

/** Largest IoU of two boxes of a scene. */
const MOST_OVERLAP = 0.05;
/** Places that are tried for a shape before it is left out. */
const TRIES = 30;

/** The same with boxes around the shapes' pixels: shapes lie wholly inside, and their boxes hardly overlap. */
export function boxedScenes({ size, objects, noise }: Options): BoxGenerator {
  return (random, x, y) => {
    paintBackground(random, x);
    const count = 1 + random.below(objects);
    const boxes: (readonly [box: Corners, label: number])[] = [];
    for (let i = 0; i < count; i++) {
      const shape = drawShape(random, size);
      const place = freePlace(random, size, { shape, boxes: boxes.map(([box]) => box) });
      if (!place) continue;
      boxes.push([extent(size, place), shape.label]);
      eachPixel(size, place, (pixel) => paint(x, pixel, shape.ink));
    }
    for (let row = 0; row < objects; row++) {
      const [box, label = 0] = boxes[row] ?? [];
      y.set(box ? [...box, label, 0] : NO_BOX, row * BOX_COLUMNS);
    }
    addNoise(random, x, noise);
  };
}

interface Options {
  readonly size: number;
  readonly objects: number;
  readonly noise: number;
}

interface Shape {
  readonly label: number;
  readonly ink: readonly number[];
  readonly radius: number;
}
interface Place {
  readonly shape: Shape;
  readonly cx: number;
  readonly cy: number;
}

function paintBackground(random: Rng, x: Float32Array): void {
  const background = colour(random, 0, 0.4);
  for (let at = 0; at < x.length; at++) x[at] = background[at % 3] as number;
}

function addNoise(random: Rng, x: Float32Array, noise: number): void {
  if (noise > 0) for (let at = 0; at < x.length; at++) x[at] = (x[at] as number) + noise * random.normal();
}

const colour = (random: Rng, from: number, to: number): readonly number[] =>
  [0, 1, 2].map(() => from + (to - from) * random.uniform());

const drawShape = (random: Rng, size: number): Shape => ({
  label: random.below(SHAPE_CLASSES.length),
  ink: colour(random, 0.5, 1),
  radius: size * (0.1 + 0.15 * random.uniform()),
});

function eachPixel(size: number, { shape, cx, cy }: Place, visit: (pixel: number) => void): void {
  const { label, radius } = shape;
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      if (inShape(label, (column + 0.5 - cx) / radius, (row + 0.5 - cy) / radius)) visit(row * size + column);
}

function paint(x: Float32Array, pixel: number, ink: readonly number[]): void {
  for (let channel = 0; channel < 3; channel++) x[3 * pixel + channel] = ink[channel] as number;
}

/** The box around a shape's pixels, relative to the image. */
function extent(size: number, place: Place): Corners {
  let [x1, y1, x2, y2] = [size, size, 0, 0];
  eachPixel(size, place, (pixel) => {
    const [column, row] = [pixel % size, Math.floor(pixel / size)];
    [x1, y1] = [Math.min(x1, column), Math.min(y1, row)];
    [x2, y2] = [Math.max(x2, column + 1), Math.max(y2, row + 1)];
  });
  return [x1 / size, y1 / size, x2 / size, y2 / size];
}

function freePlace(
  random: Rng,
  size: number,
  { shape, boxes }: { readonly shape: Shape; readonly boxes: readonly Corners[] },
): Place | undefined {
  const inside = () => shape.radius + (size - 2 * shape.radius) * random.uniform();
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const place = { shape, cx: inside(), cy: inside() };
    const box = extent(size, place);
    if (boxes.every((other) => boxIou(box, other) <= MOST_OVERLAP)) return place;
  }
  return undefined;
}
