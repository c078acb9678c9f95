import { TrainError } from '@ringmaster/core';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type FitOptions, fitWeights, type GivenWeight, type WeightsFit } from './weights/fit-weights.js';

/** Problems that one message lists: more than any but a wholly wrong file has. */
const LISTED = 200;

/**
 * Which weights of a model take which tensors of a file.
 * @throws TrainError `invalid` naming everything that does not fit: weights that are missing, of another shape or type, rules and
 * `fresh` that nothing fits, and in strict mode tensors that are not used
 */
export function requireFit(
  model: LayersModel,
  given: readonly GivenWeight[],
  options: FitOptions,
): WeightsFit {
  const wanted = model.weights.map(({ originalName: name, shape }) => ({ name, shape: shape.map(Number) }));
  const fit = fitWeights(wanted, given, options);
  const { problems } = fit;
  if (problems.length === 0) return fit;
  const more = problems.length > LISTED ? [`and ${problems.length - LISTED} more`] : [];
  throw new TrainError('invalid', [...problems.slice(0, LISTED), ...more].join('\n'));
}

/**
 * Begins with the weights of another model: every weight takes the values of the tensor that becomes it, but for those
 * that begin anew.
 * @throws TrainError `invalid` as {@link requireFit}; then the model keeps its weights
 */
export function startFrom(
  model: LayersModel,
  given: readonly GivenWeight[],
  options: FitOptions,
): WeightsFit {
  const fit = requireFit(model, given, options);
  tidy(() => {
    const before = model.getWeights();
    model.setWeights(
      model.weights.map(({ originalName: name, shape }, at) => {
        const values = fit.taken.get(name);
        return values ? tensor(values(), shape.map(Number)) : (before[at] as never);
      }),
    );
  });
  return fit;
}
