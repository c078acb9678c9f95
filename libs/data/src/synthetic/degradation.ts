import type { Rng } from '@ringmaster/core';
import { z } from 'zod';
import type { ColumnsGenerator, GeneratorShape } from './generator.js';

export const degradationConfig = {
  kind: z
    .literal('degradation')
    .describe(
      'remaining useful life: how long a machine that wears out will last yet (shaped like the turbofans of A. Saxena et al., PHM 2008)',
    ),
  length: z.int().min(2).max(10_000).default(40).describe('cycles that are known of a machine'),
  horizon: z
    .int()
    .min(1)
    .max(100_000)
    .default(100)
    .describe('cycles that make a label of 1; who lasts longer has 1 too: wear does not show so early'),
  noise: z.number().min(0).max(10).default(0.05).describe('standard deviation of each measurement'),
};

interface Degradation {
  readonly length: number;
  readonly horizon: number;
  readonly noise: number;
}

/** Measured at each cycle: load, temperature, pressure and vibration. */
const SENSORS = 4;

export const degradationShape = ({ length }: Degradation): GeneratorShape => ({
  inputShape: [length, SENSORS],
});

/** Wear from 0 to 1, at which a machine fails, that many cycles before it does. */
type Wear = (remaining: number) => number;

/**
 * Grows by itself, at a rate of the machine's own: of equal wear one lasts longer than the other, so that the level alone does not
 * tell; how fast it rises has to be seen too.
 */
function wearOf(random: Rng, horizon: number): Wear {
  const rate = (2 + 4 * random.uniform()) / horizon;
  return (remaining) => Math.exp(-rate * remaining);
}

/**
 * `[length, 4]`: the last cycles that are known of a machine, up to `remaining` before its failure. The load wanders, and moves the
 * other sensors as wear does; wear heats, costs pressure, and makes vibration rough. The label is `remaining` ÷ `horizon`, at most 1;
 * one machine in five is further from its failure than that.
 */
export const degradation =
  ({ length, horizon, noise }: Degradation): ColumnsGenerator =>
  (random, { x, y }) => {
    const wear = wearOf(random, horizon);
    const remaining = Math.floor(1.25 * horizon * random.uniform());
    let load = random.normal();
    for (let t = 0; t < length; t += 1) {
      const worn = wear(remaining + length - 1 - t);
      load = 0.9 * load + 0.3 * random.normal();
      const measured = (value: number) => value + noise * random.normal();
      x.set(
        [
          measured(load),
          measured(0.4 * load + 1.2 * worn),
          measured(0.3 * load - 0.8 * worn),
          measured((0.1 + 0.9 * worn) * random.normal()),
        ],
        t * SENSORS,
      );
    }
    y[0] = Math.min(1, remaining / horizon);
  };
