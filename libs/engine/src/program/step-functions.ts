import type { AdversarialSpec } from '@ringmaster/contracts';
import { assert, TrainError } from '@ringmaster/core';
import { statelessNormal, withSeed } from '@ringmaster/models/layers';
import type { Metric, OptimizerDefinition, Segment, TaskBatch, TaskDefinition } from '@ringmaster/training';
import {
  cast,
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
import { attacked } from './attack.js';
import type { TensorFunction } from '../graph/compiled-graph.js';
import { borrowVariables } from './borrow-variables.js';
import type { ModelParameters } from './parameter-layout.js';

export interface StepParts {
  readonly model: LayersModel;
  readonly parameters: ModelParameters;
  readonly task: TaskDefinition;
  /** Trains on moved inputs. */
  readonly adversarial?: AdversarialSpec;
}

/** Keep the noise of gradients apart from other uses of a seed. */
const NOISE_STREAMS = [0x6e01, 0x6e02] as const;

/** The columns of a batch behind `x` and `y`, by name, in the order in which they are given. */
export type ExtraNames = readonly string[];

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

type Inputs = Pick<TaskBatch, 'x' | 'y' | 'extras'>;

function inputsOf(extras: ExtraNames, tensors: readonly Tensor[]): Inputs {
  const [x, y, ...rest] = tensors;
  assert(x && y && rest.length === extras.length, 'a batch has x, y and its further columns');
  const named = extras.map((name, index) => [name, rest[index] as Tensor] as const);
  return { x, y, extras: Object.fromEntries(named) };
}

/** Every input of the model by its name among the further columns; the one that has no column of its name takes x. */
export function forward({ model }: Pick<StepParts, 'model'>, inputs: Inputs, training: boolean): TaskBatch {
  const names = model.inputs.map(({ sourceLayer }) => sourceLayer.name);
  const unnamed = names.filter((name) => !(name in inputs.extras));
  if (unnamed.length > 1)
    throw new TrainError(
      'invalid',
      `model ${model.name} has the inputs ${names.join(', ')}, and samples have no columns ` +
        `called ${unnamed.slice(1).join(', ')}: choose a data set that has them`,
    );
  const given = names.map((name) => inputs.extras[name] ?? inputs.x);
  const output = model.apply(given.length === 1 ? (given[0] as Tensor) : given, { training });
  return { ...inputs, outputs: (Array.isArray(output) ? output : [output]) as Tensor[] };
}

/** The inputs of a training step. An attack sees the model as evaluations do: no dropout, no change of its state. */
function hardened(parts: StepParts, inputs: Inputs): Inputs {
  const { adversarial, task } = parts;
  if (!adversarial) return inputs;
  if (inputs.x.dtype !== 'float32')
    throw new TrainError('invalid', 'training.adversarial: samples are no real values that could be moved');
  const lossAt = (x: Tensor) => sum(task.losses(forward(parts, { ...inputs, x }, false)));
  return { ...inputs, x: attacked(adversarial, inputs.x, lossAt) };
}

/**
 * (state?, weights, x, y, extras…, 1/B, samples/B, seed) → gradient of (sum of losses)/B, losses, what metrics fetch…,
 * state·samples/B?. Losses are one number a sample.
 */
export function gradientFunction(
  parts: StepParts,
  extras: ExtraNames,
  metrics: readonly Metric[],
): TensorFunction {
  const { weights, state, layout } = parts.parameters;
  return withState(parts, (statePieces, [flat, ...rest]) => {
    const [perSample, share, seed] = rest.splice(-3);
    assert(flat && perSample && share && seed, 'a gradient step has weights, factors and a seed');
    const clean = inputsOf(extras, rest);
    const weightPieces = pieces(flat, layout.weights);
    const variables = [...weights, ...state];
    return borrowVariables(variables, [...weightPieces, ...statePieces], (current) => {
      const inputs = hardened(parts, clean);
      let fetched: Tensor[] = [];
      const scaledLoss = () => {
        const batch = withSeed(seed as Tensor1D, () => forward(parts, inputs, true));
        const losses = keep(parts.task.losses(batch));
        fetched = [losses, ...metrics.flatMap((metric) => metric.fetch(batch)).map((one) => keep(one))];
        return mul(sum(losses), perSample);
      };
      const { grads } = engine().gradients(scaledLoss as () => Tensor, weightPieces, undefined, true);
      const gradient = flatten(weightPieces.map((piece, index) => grads[index] ?? zerosLike(piece)));
      const newState = current().slice(weights.length);
      const results = [gradient, ...fetched];
      if (newState.length > 0) results.push(mul(flatten(newState), share));
      return results;
    });
  });
}

/** (state?, weights, x, y, extras…) → losses, what metrics fetch… in inference mode. */
export function evaluationFunction(parts: StepParts, extras: ExtraNames): TensorFunction {
  const { weights, state, layout } = parts.parameters;
  return withState(parts, (statePieces, [flat, ...rest]) => {
    assert(flat, 'an evaluation has weights');
    const inputs = inputsOf(extras, rest);
    const values = [...pieces(flat, layout.weights), ...statePieces];
    return borrowVariables([...weights, ...state], values, () => {
      const batch = forward(parts, inputs, false);
      return [parts.task.losses(batch), ...parts.task.metrics.flatMap((metric) => metric.fetch(batch))];
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
      normal: (size, seed) => noiseOf(size, seed, updates),
    });
    return [result.weights, ...result.slots];
  };
}

/** Standard normal numbers of (seed, updates). */
function noiseOf(size: number, seed: number, updates: Tensor): Tensor1D {
  const counter: Tensor1D = reshape(cast(updates, 'int32'), [1]);
  const words = (stream: number): Tensor1D => concat([tensor1d([(seed ^ stream) | 0], 'int32'), counter]);
  return statelessNormal([size], [words(NOISE_STREAMS[0]), words(NOISE_STREAMS[1])]) as Tensor1D;
}
