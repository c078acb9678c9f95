import { assert } from '@ringmaster/core';
import { withSeed } from '@ringmaster/models/layers';
import type { LossFunction, MetricFunction, OptimizerDefinition, Segment } from '@ringmaster/training';
import {
  concat,
  engine,
  keep,
  mul,
  reshape,
  type Scalar,
  slice,
  sum,
  type Tensor,
  tensor1d,
  type Tensor1D,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TensorFunction } from '../graph/compiled-graph.js';
import { borrowVariables } from './borrow-variables.js';
import type { ModelParameters } from './parameter-layout.js';

export interface StepParts {
  readonly model: LayersModel;
  readonly parameters: ModelParameters;
  readonly loss: LossFunction;
  readonly metrics: readonly MetricFunction[];
}

const pieces = (flat: Tensor, segments: readonly Segment[]): Tensor[] =>
  segments.map(({ offset, size, shape }) => reshape(slice(flat, [offset], [size]), [...shape]));

const flatten = (tensors: readonly Tensor[]): Tensor =>
  tensors.length === 0 ? tensor1d([], 'float32') : concat(tensors.map((one) => reshape(one, [-1])));

/** The inputs of a pass through the model; the flat state is left out where the model has none. */
const withState = (parts: StepParts, fn: (state: Tensor[], rest: Tensor[]) => Tensor[]) => {
  const { state } = parts.parameters.layout;
  return (...inputs: Tensor[]): Tensor[] => {
    if (state.length === 0) return fn([], inputs);
    const [flat, ...rest] = inputs;
    assert(flat, 'the state is missing');
    return fn(pieces(flat, state), rest);
  };
};

function forward({ model }: StepParts, x: Tensor, training: boolean): Tensor {
  const output = model.apply(x, { training });
  assert(!Array.isArray(output), 'models have one output');
  return output as Tensor;
}

/**
 * (state?, weights, x, y, 1/B, samples/B, seed) → gradient of (sum of losses)/B, losses, metrics…, state·samples/B?.
 * Losses and metrics are one number a sample.
 */
export function gradientFunction(parts: StepParts): TensorFunction {
  const { weights, state, layout } = parts.parameters;
  return withState(parts, (statePieces, [flat, x, y, perSample, share, seed]) => {
    assert(flat && x && y && perSample && share && seed, 'a gradient step has six inputs besides the state');
    const weightPieces = pieces(flat, layout.weights);
    const variables = [...weights, ...state];
    return borrowVariables(variables, [...weightPieces, ...statePieces], (current) => {
      let perSampleValues: Tensor[] = [];
      const scaledLoss = () => {
        const predicted = withSeed(seed as Tensor1D, () => forward(parts, x, true));
        const losses = keep(parts.loss(y, predicted));
        perSampleValues = [losses, ...parts.metrics.map((metric) => keep(metric.perSample(y, predicted)))];
        return mul(sum(losses), perSample);
      };
      const { grads } = engine().gradients(scaledLoss as () => Tensor, weightPieces, undefined, true);
      const gradient = flatten(weightPieces.map((piece, index) => grads[index] ?? zerosLike(piece)));
      const newState = current().slice(weights.length);
      const results = [gradient, ...perSampleValues];
      if (newState.length > 0) results.push(mul(flatten(newState), share));
      return results;
    });
  });
}

/** (state?, weights, x, y) → losses, metrics… in inference mode. */
export function evaluationFunction(parts: StepParts): TensorFunction {
  const { weights, state, layout } = parts.parameters;
  return withState(parts, (statePieces, [flat, x, y]) => {
    assert(flat && x && y, 'an evaluation has three inputs besides the state');
    const values = [...pieces(flat, layout.weights), ...statePieces];
    return borrowVariables([...weights, ...state], values, () => {
      const predicted = forward(parts, x, false);
      return [parts.loss(y, predicted), ...parts.metrics.map((metric) => metric.perSample(y, predicted))];
    });
  });
}

/** (weights, gradient, learning rate, updates, slots…) → weights, slots…. */
export function updateFunction(
  optimizer: OptimizerDefinition,
  parameters: readonly Segment[],
): TensorFunction {
  return (...inputs) => {
    const [weights, gradient, learningRate, updates, ...slots] = inputs;
    assert(weights && gradient && learningRate && updates, 'an update has four inputs besides the slots');
    const result = optimizer.update(weights as Tensor1D, gradient as Tensor1D, slots as Tensor1D[], {
      learningRate: learningRate as Scalar,
      updates: updates as Scalar,
      parameters,
    });
    return [result.weights, ...result.slots];
  };
}
