import { assert, TrainError } from '@ringmaster/core';
import type { Batch, Column } from '@ringmaster/data';
import type {
  GradientCall,
  LossFunction,
  MetricFunction,
  OptimizerDefinition,
  ParameterLayout,
  ReplicaState,
  ShardSums,
  StepProgram,
  UpdateCall,
} from '@ringmaster/training';
import { getBackend, memory, scalar, type Tensor, tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { compile } from '../compile.js';
import { modelParameters } from './parameter-layout.js';
import {
  disposeReplica,
  initialReplica,
  readReplica,
  type Replica,
  replicaOf,
  stateTensors,
} from './replica.js';
import { evaluationFunction, gradientFunction, type StepParts, updateFunction } from './step-functions.js';

export interface StepProgramOptions {
  /** Gives the structure and the first weights; the program keeps its own. Not disposed with the program. */
  readonly model: LayersModel;
  readonly loss: LossFunction;
  readonly metrics: readonly MetricFunction[];
  readonly optimizer: OptimizerDefinition;
  /** Default: compiled on the native engine, eager on pure JS. */
  readonly mode?: 'compiled' | 'eager';
}

/**
 * Makes a model computable: gradient, evaluation and update as compiled graphs over flat vectors. The first call of a
 * signature (the batch's shape) records and loads a graph; later calls replay it. Needs `loadEngine` before.
 */
export function createStepProgram(options: StepProgramOptions): StepProgram {
  const { model, loss, metrics, optimizer } = options;
  const mode = options.mode ?? (getBackend() === 'tensorflow' ? 'compiled' : 'eager');
  const parameters = modelParameters(model, optimizer.slots);
  const { layout } = parameters;
  const parts: StepParts = { model, parameters, loss, metrics };
  const gradientStep = compile(gradientFunction(parts), { name: 'the gradient step', mode });
  const evaluation = compile(evaluationFunction(parts), { name: 'the evaluation', mode });
  const updateStep = compile(updateFunction(optimizer, layout.weights), {
    name: 'the optimizer update',
    mode,
  });
  let replica = initialReplica(parameters);

  const replaceReplica = (next: Replica) => {
    disposeReplica(replica, next);
    replica = next;
  };

  const weightsFrom = (slot: string | undefined): Tensor => {
    if (slot === undefined) return replica.weights;
    const values = replica.slots[layout.slots.indexOf(slot)];
    assert(values, `the optimizer has no slot ${slot}`);
    return values;
  };

  return {
    layout,
    metricNames: metrics.map(({ name }) => name),
    gradient(call: GradientCall): ShardSums {
      checkLength('gradientOut', call.gradientOut, layout.weightCount);
      checkLength('stateOut', call.stateOut, layout.stateCount);
      const { batch, globalBatch, seed } = call;
      if (batch.count === 0) return emptyShard(call, metrics.length);
      const fresh = [
        ...batchTensors(batch),
        scalar(1 / globalBatch),
        scalar(batch.count / globalBatch),
        tensor1d([seed[0] | 0, seed[1] | 0], 'int32'),
      ];
      const results = runAndDispose(gradientStep, [...replica.state, replica.weights, ...fresh], fresh);
      const [gradient, ...rest] = results;
      assert(gradient, 'the gradient step has results');
      call.gradientOut.set(gradient);
      if (layout.stateCount > 0) call.stateOut.set(rest.pop() ?? []);
      return shardSums(batch, rest);
    },
    evaluate(batch: Batch, slot?: string): ShardSums {
      if (batch.count === 0) return { loss: 0, metrics: metrics.map(() => 0), samples: 0 };
      const weights = weightsFrom(slot);
      const fresh = batchTensors(batch);
      return shardSums(batch, runAndDispose(evaluation, [...replica.state, weights, ...fresh], fresh));
    },
    update(call: UpdateCall): void {
      checkLength('gradient', call.gradient, layout.weightCount);
      checkLength('state', call.state, layout.stateCount);
      // A copy: an optimizer may hand the gradient on as a slot, and the engine shares memory with what it is given.
      const fresh = [tensor1d(call.gradient.slice()), scalar(call.learningRate), scalar(call.updates)];
      const [weights, ...slots] = updateStep.run([replica.weights, ...fresh, ...replica.slots]);
      for (const one of fresh) one.dispose();
      assert(weights && slots.length === layout.slots.length, 'an update returns weights and every slot');
      replaceReplica({ weights, slots, state: stateTensors(call.state) });
    },
    read: () => readReplica(replica),
    write(next: ReplicaState): void {
      checkReplica(next, layout);
      replaceReplica(replicaOf(next));
    },
    tensorCount: () => memory().numTensors,
    dispose(): void {
      for (const compiled of [gradientStep, evaluation, updateStep]) compiled.dispose();
      disposeReplica(replica);
    },
  };
}

const columnTensor = ({ data, shape, dtype }: Column): Tensor => tensor(data, [...shape], dtype);
const batchTensors = ({ x, y }: Batch): Tensor[] => [columnTensor(x), columnTensor(y)];

function runAndDispose(
  step: { run(inputs: readonly Tensor[]): Tensor[] },
  inputs: readonly Tensor[],
  fresh: readonly Tensor[],
): Float32Array[] {
  try {
    const results = step.run(inputs);
    const data = results.map((result) => result.dataSync() as Float32Array);
    for (const result of results) result.dispose();
    return data;
  } finally {
    for (const one of fresh) one.dispose();
  }
}

function emptyShard({ gradientOut, stateOut }: GradientCall, metricCount: number): ShardSums {
  gradientOut.fill(0);
  stateOut.fill(0);
  return { loss: 0, metrics: Array.from({ length: metricCount }, () => 0), samples: 0 };
}

/** Sums in float64 and in sample order, so that the result depends on nothing else. */
function shardSums(batch: Batch, perSample: readonly Float32Array[]): ShardSums {
  const [loss = 0, ...metrics] = perSample.map((list) => {
    if (list.length !== batch.count)
      throw new TrainError(
        'internal',
        `a loss or metric gave ${list.length} numbers for ${batch.count} samples`,
      );
    return list.reduce((sum, value) => sum + value, 0);
  });
  return { loss, metrics, samples: batch.count };
}

function checkReplica({ weights, state, slots }: ReplicaState, layout: ParameterLayout): void {
  checkLength('weights', weights, layout.weightCount);
  checkLength('state', state, layout.stateCount);
  if (slots.length !== layout.slots.length)
    throw new TrainError(
      'invalid',
      `${slots.length} optimizer slots given, ${layout.slots.length} expected (${layout.slots.join(', ')})`,
    );
  slots.forEach((slot, i) => checkLength(`slot ${layout.slots[i]}`, slot, layout.weightCount));
}

function checkLength(what: string, data: Float32Array, expected: number): void {
  if (data.length !== expected)
    throw new TrainError('invalid', `${what} has ${data.length} values, the model has ${expected}`);
}
