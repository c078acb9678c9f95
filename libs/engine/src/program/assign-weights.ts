import type { ReplicaState, Segment } from '@ringmaster/training';
import { tensor } from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { modelParameters } from './parameter-layout.js';

/** Writes a replica's weights and state into the model's own variables: for export and prediction. */
export function assignWeights(
  model: LayersModel,
  { weights, state }: Pick<ReplicaState, 'weights' | 'state'>,
): void {
  const parameters = modelParameters(model, []);
  assign(parameters.weights, parameters.layout.weights, weights);
  assign(parameters.state, parameters.layout.state, state);
}

function assign(variables: readonly LayerVariable[], segments: readonly Segment[], flat: Float32Array): void {
  variables.forEach((variable, index) => {
    const segment = segments[index];
    if (!segment) return;
    const { offset, size, shape } = segment;
    const value = tensor(flat.slice(offset, offset + size), [...shape]);
    variable.write(value);
    value.dispose();
  });
}
