import type { Rng } from '@ringmaster/core';
import { slant, translation, turn } from '../affine.js';
import type { AugmentationOf, DrawContext, Operation } from '../augmentation.js';
import { saturate, meanLuma, stretch } from '../colour.js';
import { autoContrast, equalize, posterize, sharpen, solarize } from '../tones.js';

/** The paper's scale of magnitudes. */
const STRONGEST = 30;

/** An operation at `strength` 0…1; `sign` is −1 or 1 and counts where there are two directions. */
type Make = (strength: number, sign: number, context: DrawContext) => Operation | undefined;

const paint = (change: (x: Float32Array, plane: DrawContext) => void): Operation => ({
  does: 'paint',
  paint: (x, plane) => change(x, plane as DrawContext),
});
const moved = (from: Extract<Operation, { does: 'warp' }>['from']): Operation => ({
  does: 'warp',
  from,
  border: 'zero',
});

/** Cubuk et al., "RandAugment: Practical automated data augmentation with a reduced search space", 2020, table 6. */
const TABLE: readonly Make[] = [
  () => undefined,
  () => paint(autoContrast),
  () => paint(equalize),
  (strength, sign, context) => moved(turn(context, sign * 30 * strength)),
  (strength) => paint((x) => solarize(x, 1 - strength)),
  (strength, sign) => paint((x, { channels }) => channels === 3 && saturate(x, 1 + sign * 0.9 * strength)),
  (strength) => paint((x) => posterize(x, 8 - Math.round(4 * strength))),
  (strength, sign) => paint((x, plane) => stretch(x, meanLuma(x, plane), 1 + sign * 0.9 * strength)),
  (strength, sign) => paint((x) => stretch(x, 0, 1 + sign * 0.9 * strength)),
  (strength, sign) => paint((x, plane) => sharpen(x, plane, 1 + sign * 0.9 * strength)),
  (strength, sign, context) => moved(slant(context, { across: sign * 0.3 * strength, along: 0 })),
  (strength, sign, context) => moved(slant(context, { across: 0, along: sign * 0.3 * strength })),
  (strength, sign, { columns }) => moved(translation(0, sign * 0.45 * strength * columns)),
  (strength, sign, { rows }) => moved(translation(sign * 0.45 * strength * rows, 0)),
];

const one = (random: Rng, strength: number, context: DrawContext): readonly Operation[] => {
  const make = TABLE[random.below(TABLE.length)] as Make;
  const made = make(strength, 2 * random.below(2) - 1, context);
  return made ? [made] : [];
};

/** Draws with replacement; each operation has the same strength. Expects values in 0…1. */
export const randAugment: AugmentationOf<'randAugment'> = {
  takes: 'image',
  moves: true,
  draw: ({ operations, magnitude }, random, context) =>
    Array.from({ length: operations }, () => one(random, magnitude / STRONGEST, context)).flat(),
};
