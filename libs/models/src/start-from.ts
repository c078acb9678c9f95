import { TrainError } from '@ringmaster/core';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** A weight of another model. */
export interface GivenWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export interface StartOptions {
  /** Names of weights, or beginnings of names up to a `/`, that keep the values of the seed. */
  readonly fresh: readonly string[];
  /** Where the weights come from, for messages. */
  readonly label: string;
}

/** Problems that one message lists. */
const LISTED = 10;

/**
 * Begins with the weights of another model: every weight takes the values of the one with its name, but for those in `fresh`.
 * What the other model has beyond that is left.
 * @throws TrainError `invalid` naming each weight that is missing or has another shape, and each `fresh` that begins no name
 */
export function startFrom(
  model: LayersModel,
  given: readonly GivenWeight[],
  { fresh, label }: StartOptions,
): void {
  const known = new Map(given.map((weight) => [weight.name, weight]));
  const isFresh = (name: string) => fresh.some((each) => name === each || name.startsWith(`${each}/`));
  const problems: string[] = fresh
    .filter(
      (each) => !model.weights.some(({ originalName: name }) => name === each || name.startsWith(`${each}/`)),
    )
    .map((each) => `model.initial.fresh: the model has no weight or layer "${each}"`);
  const shapeOf = (shape: readonly (number | null)[]) => `[${shape.join(', ')}]`;
  for (const { originalName: name, shape } of model.weights) {
    if (isFresh(name)) continue;
    const found = known.get(name);
    const hint = `list it, or its layer, under model.initial.fresh to begin it anew`;
    if (!found)
      problems.push(`model.initial: ${label} has no weight "${name}" of shape ${shapeOf(shape)}; ${hint}`);
    else if (found.shape.join() !== shape.join())
      problems.push(
        `model.initial: "${name}" has the shape ${shapeOf(found.shape)} in ${label}, but ${shapeOf(shape)} here; ${hint}`,
      );
  }
  if (problems.length > 0) {
    const more = problems.length > LISTED ? [`and ${problems.length - LISTED} more`] : [];
    throw new TrainError('invalid', [...problems.slice(0, LISTED), ...more].join('\n'));
  }
  tidy(() => {
    const before = model.getWeights();
    model.setWeights(
      model.weights.map(({ originalName: name }, at) => {
        const weight = isFresh(name) ? undefined : known.get(name);
        return weight ? tensor(Float32Array.from(weight.data), [...weight.shape]) : (before[at] as never);
      }),
    );
  });
}
