import { assert, TrainError } from '@ringmaster/core';
import type { Normalizer } from '@ringmaster/data';
import { engine, sigmoid, softmax, type Tensor, zeros } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { nativeBackend } from '../backends/native.js';
import { dtypeOf } from '../graph/compiled-graph.js';
import { createRecorder } from '../graph/recorder.js';
import { dynamicBatch, type SizedRecording } from './dynamic-batch.js';
import { declaredShape, type InferenceGraph } from './inference-graph.js';
import { nodeName, withLayerScopes } from './layer-scopes.js';
import { normalizeInGraph } from './normalize-in-graph.js';
import { simplify } from './simplify.js';

/** Two primes: a size of the model that is a multiple of both, in the same place, is a batch. */
const BATCHES = [11, 13] as const;
const INPUT = 'input';

/** What a model's outputs are called, and what is derived from them. */
export type OutputKind = 'classes' | 'twoClasses' | 'values';

export interface InferenceRequest {
  readonly model: LayersModel;
  /** Goes into the graph: it takes samples as the data set delivers them. */
  readonly normalizer: Normalizer;
  /** `classes`: `logits` and `probabilities` (softmax); `twoClasses`: the same with a sigmoid; `values`: `output`. */
  readonly outputs: OutputKind;
}

type Outputs = Readonly<Record<string, Tensor>>;

/**
 * Records the forward pass, normaliser included, as a graph for any batch size. Needs the native engine.
 * @throws TrainError `incompatible` naming op and layer where the graph depends on the batch size in a way that cannot be told
 */
export function recordInference(request: InferenceRequest): InferenceGraph {
  const { model } = request;
  const [first, second] = BATCHES.map((batch) => record(request, batch));
  assert(first && second, 'two batch sizes are recorded');
  const names = Object.keys(OUTPUTS[request.outputs]);
  const nodes = simplify(dynamicBatch(first, second), names);
  const shapeOf = (wanted: string) =>
    declaredShape(nodes.find(({ name }) => name === wanted)?.shapes?.[0] ?? []);
  return {
    nodes,
    input: { name: INPUT, shape: [-1, ...sampleShape(model)] },
    outputs: names.map((name) => ({ name, shape: shapeOf(name) })),
  };
}

const OUTPUTS: Readonly<Record<OutputKind, Readonly<Record<string, (predicted: Tensor) => Tensor>>>> = {
  classes: { logits: (x) => x, probabilities: (x) => softmax(x) },
  twoClasses: { logits: (x) => x, probabilities: (x) => sigmoid(x) },
  values: { output: (x) => x },
};

function sampleShape({ inputs }: LayersModel): readonly number[] {
  const [input] = inputs;
  if (inputs.length !== 1 || !input)
    throw new TrainError('incompatible', `a model with ${inputs.length} inputs cannot be exported yet`);
  return input.shape.slice(1).map(Number);
}

function record({ model, normalizer, outputs }: InferenceRequest, batch: number): SizedRecording {
  const backend = nativeBackend();
  const native = backend.binding;
  const shape = [batch, ...sampleShape(model)];
  const input = zeros(shape);
  // Uploaded before recording, so that weights keep their names and the input is no constant.
  const [id] = backend.getInputTensorIds([input]);
  assert(id !== undefined, 'the engine took no input');
  const recorder = withLayerScopes(model, (prefix) => {
    const names = createRecorder(native, `model ${model.name}`, { prefix, tensors: weightNames(model) });
    names.addInput(INPUT, { id, shape, dtype: dtypeOf(native, id) });
    backend.binding = names.binding;
    try {
      engine().tidy(() => {
        const x = normalizeInGraph(input, normalizer);
        const predicted = model.apply(x, { training: false });
        assert(!Array.isArray(predicted), 'models have one output');
        const results: Outputs = Object.fromEntries(
          Object.entries(OUTPUTS[outputs]).map(([name, of]) => [name, of(predicted as Tensor)]),
        );
        for (const [name, result] of Object.entries(results)) {
          const [resultId] = backend.getInputTensorIds([result]);
          assert(resultId !== undefined, `the output ${name} has no value`);
          names.addOutput(name, { id: resultId, shape: result.shape, dtype: dtypeOf(native, resultId) });
        }
      });
    } finally {
      backend.binding = native;
      input.dispose();
    }
    return names;
  });
  return { batch, nodes: recorder.nodes };
}

function weightNames(model: LayersModel): ReadonlyMap<number, string> {
  const backend = nativeBackend();
  const ids = backend.getInputTensorIds(model.weights.map((weight) => weight.read()));
  return new Map(model.weights.map(({ originalName }, i) => [ids[i] ?? -1, nodeName(originalName)]));
}
