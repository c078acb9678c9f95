import { VERSION } from '@ringmaster/contracts';
import type { ModelFile } from '@ringmaster/models';
import type { InferenceGraph } from '../inference/inference-graph.js';
import { requireSize } from '../inference/require-size.js';
import { encodeOnnx } from './encode-onnx.js';
import { Lowering, unmapped } from './lowering.js';
import { OP_TABLE } from './op-table.js';

/**
 * The graph as one ONNX file (operator set {@link OPSET}), weights inside, the batch a free dimension. Inputs and
 * outputs keep TensorFlow's order (channels last); equal graphs and metadata give equal bytes.
 * @throws TrainError `incompatible` naming op and layer of what ONNX is not written for | `too_large`
 */
export function onnxFile(
  graph: InferenceGraph,
  { name, metadata }: { readonly name: string; readonly metadata: Readonly<Record<string, string>> },
): ModelFile {
  requireSize(graph, 'ONNX file');
  const to = new Lowering(graph.nodes);
  for (const node of graph.nodes) {
    const lower = Object.hasOwn(OP_TABLE, node.op) ? OP_TABLE[node.op] : undefined;
    if (!lower) throw unmapped(node, 'no counterpart is known yet');
    lower(node, to);
  }
  const bytes = encodeOnnx({
    graphName: name,
    producerVersion: VERSION,
    nodes: to.nodes,
    initializers: to.initializers,
    inputs: graph.inputs,
    outputs: graph.outputs,
    metadata,
  });
  return { name: 'model.onnx', bytes };
}
