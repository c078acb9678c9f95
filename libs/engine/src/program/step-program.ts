import type { AdversarialSpec } from '@ringmaster/contracts';
import { assert } from '@ringmaster/core';
import type { Batch, Column } from '@ringmaster/data';
import {
  type GradientCall,
  type HostTensor,
  metricTable,
  type OptimizerDefinition,
  type ParameterLayout,
  type ReplicaState,
  type ShardSums,
  type StepProgram,
  type TaskDefinition,
  type UpdateCall,
} from '@ringmaster/training';
import { getBackend, memory, scalar, type Tensor, tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LowPrecision } from '../graph/lower-precision.js';
import { compile, type Compiled } from '../compile.js';
import { checkLength, checkReplica } from './check-replica.js';
import { noShardSums, shardSums } from './shard-sums.js';
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
  readonly task: TaskDefinition;
  readonly optimizer: OptimizerDefinition;
  /** Moves the inputs of training steps to where the loss is larger. */
  readonly adversarial?: AdversarialSpec | undefined;
  /** Default: compiled on the native engine, eager on pure JS. */
  readonly mode?: 'compiled' | 'eager';
  /** What products and convolutions of the gradient are computed in. Default float32. */
  readonly precision?: LowPrecision | undefined;
}

/**
 * Makes a model computable: gradient, evaluation and update as compiled graphs over flat vectors. The first call of a
 * signature (the batch's shape) records and loads a graph; later calls replay it. Needs `loadEngine` before.
 */
export function createStepProgram(options: StepProgramOptions): StepProgram {
  const { model, task, optimizer, adversarial, precision } = options;
  const training = task.metrics.filter(({ evaluationOnly }) => !evaluationOnly);
  const mode = options.mode ?? (getBackend() === 'tensorflow' ? 'compiled' : 'eager');
  const parameters = modelParameters(model, optimizer.slots);
  const { layout } = parameters;
  const parts: StepParts = { model, parameters, task, ...(adversarial && { adversarial }) };
  const gradientStep = byColumns((extras) =>
    compile(gradientFunction(parts, extras, training), { name: 'the gradient step', mode, precision }),
  );
  const evaluation = byColumns((extras) =>
    compile(evaluationFunction(parts, extras), { name: 'the evaluation', mode }),
  );
  const updateStep = compile(updateFunction(optimizer, layout.weights), {
    name: 'the optimizer update',
    mode,
  });
  let replica = initialReplica(parameters);

  const replaceReplica = (next: Replica) => {
    disposeReplica(replica, next);
    replica = next;
  };

  return {
    layout,
    metrics: { training: metricTable(training), evaluation: metricTable(task.metrics) },
    gradient(call: GradientCall): ShardSums {
      checkLength('gradientOut', call.gradientOut, layout.weightCount);
      checkLength('stateOut', call.stateOut, layout.stateCount);
      const { batch, globalBatch, seed, lossScale = 1 } = call;
      if (batch.count === 0) {
        clearOutputs(call);
        return noShardSums(training);
      }
      const fresh = [
        ...batchTensors(batch),
        scalar(lossScale / globalBatch),
        scalar(batch.count / globalBatch),
        tensor1d([seed[0] | 0, seed[1] | 0], 'int32'),
      ];
      const results = runAndDispose(
        gradientStep.of(batch),
        [...replica.state, replica.weights, ...fresh],
        fresh,
      );
      const [gradient, ...rest] = results;
      assert(gradient, 'the gradient step has results');
      call.gradientOut.set(gradient.data);
      if (layout.stateCount > 0) call.stateOut.set(rest.pop()?.data ?? []);
      return shardSums(batch.count, training, rest);
    },
    evaluate(batch: Batch, slot?: string): ShardSums {
      if (batch.count === 0) return noShardSums(task.metrics);
      const weights = slot === undefined ? replica.weights : slotOf(replica, layout, slot);
      const fresh = batchTensors(batch);
      const inputs = [...replica.state, weights, ...fresh];
      return shardSums(batch.count, task.metrics, runAndDispose(evaluation.of(batch), inputs, fresh));
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

function slotOf({ slots }: Replica, layout: ParameterLayout, slot: string): Tensor {
  const values = slots[layout.slots.indexOf(slot)];
  assert(values, `the optimizer has no slot ${slot}`);
  return values;
}

function clearOutputs({ gradientOut, stateOut }: GradientCall): void {
  gradientOut.fill(0);
  stateOut.fill(0);
}

const columnTensor = ({ data, shape, dtype }: Column): Tensor => tensor(data, [...shape], dtype);
const namesOf = ({ extras = {} }: Batch): readonly string[] => Object.keys(extras).sort();
const batchTensors = (batch: Batch): Tensor[] => [
  columnTensor(batch.x),
  columnTensor(batch.y),
  ...namesOf(batch).map((name) => columnTensor((batch.extras ?? {})[name] as Column)),
];

/** A function compiled once for each set of columns that batches have: in practice one. */
function byColumns(make: (extras: readonly string[]) => Compiled) {
  const made = new Map<string, Compiled>();
  return {
    of(batch: Batch): Compiled {
      const names = namesOf(batch);
      const key = names.join();
      const compiled = made.get(key) ?? make(names);
      made.set(key, compiled);
      return compiled;
    },
    dispose: () => made.forEach((compiled) => compiled.dispose()),
  };
}

function runAndDispose(
  step: { run(inputs: readonly Tensor[]): Tensor[] },
  inputs: readonly Tensor[],
  fresh: readonly Tensor[],
): HostTensor[] {
  try {
    const results = step.run(inputs);
    const data = results.map((result) => ({ shape: result.shape, data: result.dataSync() as Float32Array }));
    for (const result of results) result.dispose();
    return data;
  } finally {
    for (const one of fresh) one.dispose();
  }
}
