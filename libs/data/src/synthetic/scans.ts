import type { Rng } from '@ringmaster/core';
import { z } from 'zod';
import type { PixelGenerator, SampleGenerator } from './generator.js';

export const scansConfig = {
  kind: z
    .literal('scans')
    .describe(
      'grey scans of a body with bright nodules, labelled with 1 for each pixel or voxel of a nodule',
    ),
  size: z.int().min(16).max(256).default(32).describe('side of a scan in pixels or voxels'),
  dimensions: z
    .literal([2, 3])
    .default(2)
    .describe('2: slices [size, size, 1]; 3: volumes [size, size, size, 1]'),
  nodules: z.int().min(0).max(16).default(3).describe('most nodules in a scan; there may be none'),
  noise: z.number().min(0).max(1).default(0.05).describe('standard deviation of the noise on every value'),
  // Without defaults, so that scans from before them keep their hashes.
  radius: z
    .tuple([z.number().gt(0).lte(0.25), z.number().gt(0).lte(0.25)])
    .refine(([from, to]) => from <= to, 'the first number must not be larger than the second')
    .optional()
    .describe('least and largest radius of a nodule ÷ size; default: 0.04 to 0.09'),
  labels: z
    .enum(['masks', 'presence'])
    .optional()
    .describe(
      'a class for each pixel or voxel (the default), or one for the scan: whether any of them is of a nodule',
    ),
};

export const SCAN_CLASSES = ['tissue', 'nodule'] as const;

interface Options {
  readonly size: number;
  readonly dimensions: 2 | 3;
  readonly nodules: number;
  readonly noise: number;
  readonly radius?: readonly [least: number, largest: number] | undefined;
}

const RADIUS = { least: 0.04, span: 0.05 } as const;

/** A ball, its middle in pixels or voxels. */
interface Ball {
  readonly centre: readonly number[];
  readonly radius: number;
  readonly brightness: number;
}

/** Scans with one label each: 1 where the mask is not empty. */
export function scansWithPresence(options: Options): SampleGenerator {
  const make = scans(options);
  const mask = new Int32Array(options.size ** options.dimensions);
  return (random, x) => {
    make(random, x, mask);
    return mask.includes(1) ? 1 : 0;
  };
}

/** A dim ball of tissue in the dark, a smooth shade over it, and small brighter balls inside of it: the nodules. */
export function scans({ size, dimensions, nodules, noise, radius: of }: Options): PixelGenerator {
  const radii = of ? { least: of[0], span: of[1] - of[0] } : RADIUS;
  const middle = Array.from({ length: dimensions }, () => size / 2);
  return (random, x, y) => {
    const radius = size * (0.38 + 0.08 * random.uniform());
    const body = { centre: middle, radius, brightness: 0.35 };
    const shade = { axis: random.below(dimensions), strength: 0.15 * (random.uniform() - 0.5) };
    const found = Array.from({ length: random.below(nodules + 1) }, () =>
      nodule(random, { size, dimensions, body: radius, radii }),
    );
    const place = new Float64Array(dimensions);
    for (let at = 0; at < x.length; at++) {
      for (let axis = dimensions - 1, rest = at; axis >= 0; axis--, rest = Math.floor(rest / size))
        place[axis] = (rest % size) + 0.5;
      const hit = found.find((ball) => isInside(place, ball));
      const shadow = shade.strength * ((2 * (place[shade.axis] as number)) / size - 1);
      const tissue = isInside(place, body) ? body.brightness + shadow : 0.05;
      y[at] = hit ? 1 : 0;
      x[at] = (hit ? hit.brightness : tissue) + (noise > 0 ? noise * random.normal() : 0);
    }
  };
}

function isInside(place: Float64Array, { centre, radius }: Ball): boolean {
  let sum = 0;
  for (let axis = 0; axis < place.length; axis++) {
    const away = (place[axis] as number) - (centre[axis] as number);
    sum += away * away;
  }
  return sum <= radius * radius;
}

interface Place {
  readonly size: number;
  readonly dimensions: number;
  readonly body: number;
  readonly radii: { readonly least: number; readonly span: number };
}

/** Inside the body: drawn in the cube that its ball holds. */
function nodule(random: Rng, { size, dimensions, body, radii }: Place): Ball {
  const radius = size * (radii.least + radii.span * random.uniform());
  const reach = (body - radius) / Math.sqrt(dimensions);
  const centre = Array.from({ length: dimensions }, () => size / 2 + reach * (2 * random.uniform() - 1));
  return { centre, radius, brightness: 0.6 + 0.3 * random.uniform() };
}
