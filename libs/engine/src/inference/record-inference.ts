import { assert, TrainError } from '@ringmaster/core';
import type { Normalizer } from '@ringmaster/data';
import { engine, sigmoid, softmax, type Tensor, zeros } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { nativeBackend } from '../backends/native.js';
import { dtypeOf } from '../graph/compiled-graph.js';
import { createRecorder } from '../graph/recorder.js';
import { dynamicBatch, type SizedRecording } from './dynamic-batch.js';
import { declaredShape, type GraphPort, type InferenceGraph } from './inference-graph.js';
import { nodeName, withLayerScopes } from './layer-scopes.js';
import { normalizeInGraph } from './normalize-in-graph.js';
import { simplify } from './simplify.js';

/** Two primes: a size of the model that is a multiple of both, in the same place, is a batch. */
const BATCHES = [11, 13] as const;
/** What the input of a model that has one is called. */
const INPUT = 'input';

/** What a model's outputs are called, and what is derived from them. */
export type OutputKind = 'classes' | 'twoClasses' | 'values';

export interface InferenceRequest {
  readonly model: LayersModel;
  /** Goes into the graph: it takes samples as the data set delivers them. */
  readonly normalizer: Normalizer;
  /** `classes`: `logits` and `probabilities` (softmax); `twoClasses`: the same with a sigmoid; `values`: `output`. */
  readonly outputs: OutputKind;
  /** Further columns of the data set. An input that is called like one takes it as it is; the other one takes the samples. */
  readonly columns?: readonly string[];
}

type Outputs = Readonly<Record<string, Tensor>>;

/**
 * Records the forward pass, normaliser included, as a graph for any batch size. Needs the native engine.
 * @throws TrainError `incompatible` naming op and layer where the graph depends on the batch size in a way that cannot be told
 */
export function recordInference(request: InferenceRequest): InferenceGraph {
  const inputs = inputsOf(request.model);
  if (request.model.outputs.length !== 1)
    throw new TrainError(
      'incompatible',
      `model ${request.model.name} has ${request.model.outputs.length} outputs: graphs are written of models with one`,
    );
  const [first, second] = BATCHES.map((batch) => record(request, inputs, batch));
  assert(first && second, 'two batch sizes are recorded');
  const names = Object.keys(OUTPUTS[request.outputs]);
  const nodes = simplify(dynamicBatch(first, second), names);
  const shapeOf = (wanted: string) =>
    declaredShape(nodes.find(({ name }) => name === wanted)?.shapes?.[0] ?? []);
  return {
    nodes,
    inputs: inputs.map(({ port }) => port),
    outputs: names.map((name) => ({ name, shape: shapeOf(name), dtype: 'float32' })),
  };
}

const OUTPUTS: Readonly<Record<OutputKind, Readonly<Record<string, (predicted: Tensor) => Tensor>>>> = {
  classes: { logits: (x) => x, probabilities: (x) => softmax(x) },
  twoClasses: { logits: (x) => x, probabilities: (x) => sigmoid(x) },
  values: { output: (x) => x },
};

interface ModelInput {
  /** As the model calls it. */
  readonly name: string;
  /** As the graph does. */
  readonly port: GraphPort;
}

function inputsOf({ inputs }: LayersModel): readonly ModelInput[] {
  return inputs.map(({ shape, dtype, sourceLayer: { name } }) => ({
    name,
    port: {
      name: inputs.length === 1 ? INPUT : nodeName(name),
      shape: [-1, ...shape.slice(1).map(Number)],
      dtype: dtype === 'int32' ? 'int32' : 'float32',
    },
  }));
}

function record(
  { model, normalizer, outputs, columns = [] }: InferenceRequest,
  inputs: readonly ModelInput[],
  batch: number,
): SizedRecording {
  const backend = nativeBackend();
  const native = backend.binding;
  const given = inputs.map(({ port }) => zeros([batch, ...port.shape.slice(1)], port.dtype));
  // Uploaded before recording, so that weights keep their names and inputs are no constants.
  const ids = backend.getInputTensorIds(given);
  const recorder = withLayerScopes(model, (prefix) => {
    const names = createRecorder(native, `model ${model.name}`, { prefix, tensors: weightNames(model) });
    ids.forEach((id, at) => {
      const [tensor, input] = [given[at], inputs[at]];
      assert(tensor && input, 'every input has a tensor');
      names.addInput(input.port.name, { id, shape: tensor.shape, dtype: dtypeOf(native, id) });
    });
    backend.binding = names.binding;
    try {
      engine().tidy(() => {
        const fed = given.map((tensor, at) => {
          const isColumn = inputs.length > 1 && columns.includes(inputs[at]?.name ?? '');
          return isColumn || tensor.dtype !== 'float32' ? tensor : normalizeInGraph(tensor, normalizer);
        });
        const predicted = model.apply(fed.length === 1 ? (fed[0] as Tensor) : fed, { training: false });
        assert(!Array.isArray(predicted), 'the model has one output');
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
      for (const tensor of given) tensor.dispose();
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
