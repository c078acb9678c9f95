import { z } from 'zod';
import { ratioOfRounds, spreadOf } from './statistics.js';

/** What the rounds of one contender came to. */
const Spread = {
  /** Median over the rounds. */
  value: z.number(),
  min: z.number(),
  max: z.number(),
  /** Rounds. */
  n: z.int().positive(),
};

/** One line of output: what was measured, and how it compares with one peer. */
export const Figure = z.strictObject({
  bench: z.string().min(1),
  metric: z.string().min(1),
  ...Spread,
  unit: z.string().min(1),
  /** CPU threads of each process, and processes, on our side and the peer's alike. */
  threads: z.int().positive(),
  processes: z.int().positive(),
  /** Whom it is compared with; our own figure alone where it is missing. */
  peer: z.string().min(1).optional(),
  peerValue: z.number().optional(),
  peerMin: z.number().optional(),
  peerMax: z.number().optional(),
  /** How many times better than the peer: above 1 we are ahead, whatever the unit. Median over rounds run side by side. */
  ratio: z.number().optional(),
  ratioMin: z.number().optional(),
  ratioMax: z.number().optional(),
});
export type Figure = z.output<typeof Figure>;

/** What a figure says about itself, besides its numbers. */
export interface FigureFacts {
  readonly bench: string;
  readonly metric: string;
  readonly unit: string;
  readonly threads: number;
  readonly processes: number;
  /** Which direction is good; `higher` by default. */
  readonly better?: 'higher' | 'lower';
}

/** Our own rounds as a figure, and one more figure a peer. Rounds of equal index ran one after the other. */
export function figuresOf(
  facts: FigureFacts,
  ours: readonly number[],
  peers: ReadonlyMap<string, readonly number[]> = new Map(),
): readonly Figure[] {
  const { better = 'higher', ...named } = facts;
  const own: Figure = { ...named, ...rounded(spreadOf(ours)) };
  const compared = [...peers].map(([peer, theirs]): Figure => {
    const spread = rounded(spreadOf(theirs));
    const ratio = rounded(ratioOfRounds(ours, theirs, better));
    return {
      ...own,
      peer,
      peerValue: spread.value,
      peerMin: spread.min,
      peerMax: spread.max,
      ratio: ratio.value,
      ratioMin: ratio.min,
      ratioMax: ratio.max,
    };
  });
  return compared.length > 0 ? compared : [own];
}

/** Four significant digits: more would pretend a precision that no round has. */
function rounded<T extends Readonly<Record<'value' | 'min' | 'max' | 'n', number>>>(spread: T): T {
  const four = (value: number) => Number(value.toPrecision(4));
  return { ...spread, value: four(spread.value), min: four(spread.min), max: four(spread.max) };
}
