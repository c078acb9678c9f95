import { TrainError } from '@ringmaster/core';
import type { ParameterLayout, Segment } from '@ringmaster/training';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';

/** A model's variables and how they lie in the flat vectors. */
export interface ModelParameters {
  readonly layout: ParameterLayout;
  readonly weights: readonly LayerVariable[];
  readonly state: readonly LayerVariable[];
}

/** Library typings call them weights; they are the model's variables. */
const variables = (weights: unknown): LayerVariable[] => weights as LayerVariable[];

/**
 * Lays a model's variables out in the model's own order.
 * @throws TrainError `invalid` for what a step does not do yet: frozen layers, regularizers, constraints.
 */
export function modelParameters(model: LayersModel, slots: readonly string[]): ModelParameters {
  refuseUnsupported(model);
  const weights = variables(model.trainableWeights);
  const state = variables(model.nonTrainableWeights);
  const weightSegments = segments(weights);
  const stateSegments = segments(state);
  const names = [...weightSegments, ...stateSegments].map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice)
    throw new TrainError('invalid', `two weights are called ${twice}: give their layers different names`);
  return {
    weights,
    state,
    layout: {
      weights: weightSegments,
      state: stateSegments,
      slots,
      weightCount: total(weightSegments),
      stateCount: total(stateSegments),
    },
  };
}

function segments(of: readonly LayerVariable[]): Segment[] {
  let offset = 0;
  return of.map(({ originalName: name, shape }) => {
    const dimensions = shape.map((size) => size ?? 1);
    const segment = { name, shape: dimensions, offset, size: dimensions.reduce((a, b) => a * b, 1) };
    offset += segment.size;
    return segment;
  });
}

const total = (list: readonly Segment[]): number => list.reduce((sum, { size }) => sum + size, 0);

function refuseUnsupported(model: LayersModel): void {
  const frozen = model.layers.find((layer) => !layer.trainable && layer.weights.length > 0);
  if (frozen)
    throw new TrainError(
      'invalid',
      `layer ${frozen.name} is frozen: training all but some layers is not supported`,
    );
  const constrained = variables(model.weights).find(({ constraint }) => constraint != null);
  if (constrained)
    throw new TrainError(
      'invalid',
      `weight ${constrained.originalName} has a constraint, which is not supported`,
    );
  const regularized = model.layers.find(
    (layer) => (layer as unknown as { _losses?: unknown[] })._losses?.length,
  );
  if (regularized)
    throw new TrainError('invalid', `layer ${regularized.name} has a regularizer, which is not supported`);
}
