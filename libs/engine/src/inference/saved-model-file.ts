import type { ModelFile } from '@ringmaster/models';
import { nativeBackend } from '../backends/native.js';
import { DT } from '../graph/dtypes.js';
import { encodeSavedModel, type SignaturePort } from '../graph/saved-model.js';
import type { GraphPort, InferenceGraph } from './inference-graph.js';
import { requireSize } from './require-size.js';

/**
 * The graph as TensorFlow's SavedModel, tag `serve`, signature `serving_default`: Python, TensorFlow Serving and
 * tfjs-node load it. Weights are constants in it, so there is no `variables` directory; equal graphs give equal bytes.
 * @throws TrainError `too_large` over what a protobuf message holds
 */
export function savedModelFile(graph: InferenceGraph): ModelFile {
  requireSize(graph, 'SavedModel');
  const { binding } = nativeBackend();
  const port = ({ name, shape, dtype }: GraphPort): SignaturePort => ({ name, shape, dtype: DT[dtype] });
  const signature = { inputs: graph.inputs.map(port), outputs: graph.outputs.map(port) };
  return { name: 'saved_model.pb', bytes: encodeSavedModel(graph.nodes, binding.TF_Version, signature) };
}
