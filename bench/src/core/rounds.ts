import { TrainError } from '@ringmaster/core';
import type { Contender } from './contender.js';

/** Rounds by contender; those of equal index ran one after the other. */
export type Rounds = ReadonlyMap<string, readonly number[]>;

/**
 * Measures the contenders in turn, `rounds` times: first, second, third, first, … The order turns by one place a round,
 * so that nobody always follows the same neighbour. One that fails is left out, all its rounds with it, unless
 * `onFailure` throws.
 */
export async function interleave(
  contenders: readonly Contender[],
  o: {
    readonly rounds: number;
    readonly request: object;
    readonly onFailure: (name: string, cause: unknown) => void;
  },
): Promise<Rounds> {
  const values = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < o.rounds; round++)
    for (let turn = 0; turn < contenders.length; turn++) {
      const contender = contenders[(turn + round) % contenders.length] as Contender;
      const own = values.get(contender.name);
      if (!own) continue;
      try {
        own.push(await contender.measure(o.request));
      } catch (cause) {
        o.onFailure(contender.name, cause);
        values.delete(contender.name);
      }
    }
  return values;
}

/** Takes one contender's rounds out. @throws TrainError `internal` when it has none */
export function split(rounds: Rounds, name: string): { ours: readonly number[]; peers: Rounds } {
  const ours = rounds.get(name);
  if (!ours) throw new TrainError('internal', `${name} was not measured`);
  return { ours, peers: new Map([...rounds].filter(([other]) => other !== name)) };
}
