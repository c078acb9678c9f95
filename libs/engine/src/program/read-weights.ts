import type { ParameterLayout, ReplicaState } from '@ringmaster/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { modelParameters } from './parameter-layout.js';
import { flatValues } from './replica.js';

/** How a model's variables lie in flat vectors, with the named slots of an optimizer. */
export const modelLayout = (model: LayersModel, slots: readonly string[] = []): ParameterLayout =>
  modelParameters(model, slots).layout;

/** A copy of the weights and the state that a model's own variables hold: what `assignWeights` writes. */
export function readWeights(model: LayersModel): Pick<ReplicaState, 'weights' | 'state'> {
  const { weights, state, layout } = modelParameters(model, []);
  return {
    weights: flatValues(weights, layout.weightCount),
    state: flatValues(state, layout.stateCount),
  };
}
