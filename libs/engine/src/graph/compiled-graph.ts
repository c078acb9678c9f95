import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engine, type Tensor, tensor, type TypedArray } from '@tensorflow/tfjs-core';
import { type NativeBackend, nativeBackend } from '../backends/native.js';
import { compareRecordings } from './compare-recordings.js';
import type { GraphNode } from './graph-def.js';
import { lowerPrecision, type LowPrecision } from './lower-precision.js';
import { createRecorder } from './recorder.js';
import { encodeSavedModel } from './saved-model.js';

export type TensorFunction = (...inputs: Tensor[]) => Tensor[];

/** A recorded function as a session of TensorFlow. */
export interface CompiledGraph {
  /** Results are new tensors; somebody disposes them. */
  run(inputs: readonly Tensor[]): Tensor[];
  dispose(): void;
}

const inputName = (index: number) => `input_${index}`;
const outputName = (index: number) => `output_${index}`;
const fetches = (count: number, name: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `${name(index)}:0`).join(',');

export interface GraphOptions {
  /** Appears in errors. */
  readonly name: string;
  /** What products and convolutions are computed in. Default float32. */
  readonly precision?: LowPrecision | undefined;
}

/**
 * Records `fn` twice, with the given inputs and with other values of the same shapes, checks that both recordings are
 * the same graph, and loads it.
 * @throws TrainError `invalid` when the function is not a pure function of its tensors.
 */
export function compileGraph(
  fn: TensorFunction,
  inputs: readonly Tensor[],
  { name, precision }: GraphOptions,
): CompiledGraph {
  const backend = nativeBackend();
  const first = record(backend, fn, inputs, name);
  const varied = inputs.map(otherValues);
  try {
    compareRecordings(name, first.nodes, record(backend, fn, varied, name).nodes);
  } finally {
    for (const one of varied) one.dispose();
  }
  const nodes = precision ? lowerPrecision(first.nodes, precision, name) : first.nodes;
  const model = load(backend, nodes);
  const inputNames = fetches(inputs.length, inputName);
  const outputNames = fetches(first.outputs, outputName);
  return {
    run: (values) =>
      backend.binding
        .runSavedModel(model, backend.getInputTensorIds(values), inputNames, outputNames)
        .map((metadata) => backend.createOutputTensor(metadata)),
    dispose: () => backend.binding.deleteSavedModel(model),
  };
}

function record(backend: NativeBackend, fn: TensorFunction, inputs: readonly Tensor[], name: string) {
  const native = backend.binding;
  const recorder = createRecorder(native, name);
  // Uploaded before recording, or their values would be written down as constants.
  backend.getInputTensorIds(inputs).forEach((id, index) => {
    recorder.addInput(inputName(index), {
      id,
      shape: inputs[index]?.shape ?? [],
      dtype: dtypeOf(native, id),
    });
  });
  let outputs = 0;
  backend.binding = recorder.binding;
  try {
    engine().tidy(() => {
      const results = fn(...inputs);
      backend.getInputTensorIds(results).forEach((id, index) => {
        recorder.addOutput(outputName(index), {
          id,
          shape: results[index]?.shape ?? [],
          dtype: dtypeOf(native, id),
        });
      });
      outputs = results.length;
      // Results may be kept, out of the tidy's reach.
      for (const result of results) if (!inputs.includes(result)) result.dispose();
    });
  } finally {
    backend.binding = native;
  }
  return { nodes: recorder.nodes, outputs };
}

/** TensorFlow's number of a tensor's dtype; the binding tells it only of an op's result. */
export function dtypeOf(native: NativeBackend['binding'], id: number): number {
  const [view] = native.executeOp('Identity', [], [id], 1);
  if (!view) return native.TF_FLOAT;
  native.deleteTensor(view.id);
  return view.dtype;
}

/** Same shape and kind, other values: reversed (labels stay labels), and floats scaled. */
function otherValues(value: Tensor): Tensor {
  const data = (value.dataSync() as TypedArray).slice().reverse();
  if (data instanceof Float32Array) for (let i = 0; i < data.length; i += 1) data[i] = (data[i] ?? 0) * 0.75;
  return tensor(data, value.shape, value.dtype as 'float32' | 'int32');
}

function load(backend: NativeBackend, nodes: readonly GraphNode[]): number {
  const dir = mkdtempSync(join(tmpdir(), 'ringmaster-graph-'));
  try {
    writeFileSync(join(dir, 'saved_model.pb'), encodeSavedModel(nodes, backend.binding.TF_Version));
    return backend.binding.loadSavedModel(dir, 'serve');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
