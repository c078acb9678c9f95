import protobuf from 'protobufjs/minimal.js';
import type { AttributeValue, ConstantValue, GraphNode } from './graph-def.js';

/**
 * Writes the handful of TensorFlow messages that a SavedModel of ours consists of, by field number:
 * saved_model.proto, meta_graph.proto, graph.proto, node_def.proto, attr_value.proto, tensor.proto, tensor_shape.proto.
 */
type Writer = protobuf.Writer;

/** Graph version that the recorded ops belong to; TensorFlow accepts producers back to 0 and its own forward window. */
const GRAPH_PRODUCER = 1087;
const LENGTH_DELIMITED = 2;
const VARINT = 0;
const FIXED32 = 5;

const field = (writer: Writer, number: number, wire: number): Writer => writer.uint32((number << 3) | wire);
const text = (writer: Writer, number: number, value: string): Writer =>
  field(writer, number, LENGTH_DELIMITED).string(value);

function message(writer: Writer, number: number, body: (writer: Writer) => void): void {
  field(writer, number, LENGTH_DELIMITED).fork();
  body(writer);
  writer.ldelim();
}

function writeShape(writer: Writer, shape: readonly number[]): void {
  for (const size of shape) message(writer, 2, (dim) => field(dim, 1, VARINT).int64(size));
}

function writeTensor(writer: Writer, { dtype, shape, bytes }: ConstantValue): void {
  field(writer, 1, VARINT).int32(dtype);
  message(writer, 2, (body) => writeShape(body, shape));
  field(writer, 4, LENGTH_DELIMITED).bytes(bytes);
}

function packed<T>(writer: Writer, number: number, values: readonly T[], write: (value: T) => void): void {
  message(writer, 1, (list) => message(list, number, () => values.forEach(write)));
}

function writeAttribute(writer: Writer, attribute: AttributeValue): void {
  switch (attribute.kind) {
    case 'string':
      return void text(writer, 2, attribute.value);
    case 'int':
      return void field(writer, 3, VARINT).int64(attribute.value);
    case 'float':
      return void field(writer, 4, FIXED32).float(attribute.value);
    case 'bool':
      return void field(writer, 5, VARINT).bool(attribute.value);
    case 'type':
      return void field(writer, 6, VARINT).int32(attribute.value);
    case 'shape':
      return message(writer, 7, (body) => writeShape(body, attribute.value));
    case 'tensor':
      return message(writer, 8, (body) => writeTensor(body, attribute.value));
    case 'ints':
      return packed(writer, 3, attribute.value, (value) => writer.int64(value));
    case 'floats':
      return packed(writer, 4, attribute.value, (value) => writer.float(value));
    case 'bools':
      return packed(writer, 5, attribute.value, (value) => writer.bool(value));
  }
}

function writeNode(writer: Writer, node: GraphNode): void {
  text(writer, 1, node.name);
  text(writer, 2, node.op);
  for (const input of node.inputs) text(writer, 3, input);
  for (const attribute of node.attributes)
    message(writer, 5, (entry) => {
      text(entry, 1, attribute.name);
      message(entry, 2, (body) => writeAttribute(body, attribute));
    });
}

/** An input or output of a signature; −1 in its shape is a size that is not fixed. */
export interface SignaturePort {
  readonly name: string;
  readonly dtype: number;
  readonly shape: readonly number[];
}

/** What callers of a SavedModel see, as `serving_default`. Ports have the names of the nodes that they are. */
export interface Signature {
  readonly inputs: readonly SignaturePort[];
  readonly outputs: readonly SignaturePort[];
}

const SIGNATURE_NAME = 'serving_default';
const METHOD = 'tensorflow/serving/predict';

function writePorts(writer: Writer, number: number, ports: readonly SignaturePort[]): void {
  for (const { name, dtype, shape } of ports)
    message(writer, number, (entry) => {
      text(entry, 1, name);
      message(entry, 2, (info) => {
        text(info, 1, `${name}:0`);
        field(info, 2, VARINT).int32(dtype);
        message(info, 3, (body) => writeShape(body, shape));
      });
    });
}

function writeSignature(writer: Writer, { inputs, outputs }: Signature): void {
  message(writer, 5, (entry) => {
    text(entry, 1, SIGNATURE_NAME);
    message(entry, 2, (signature) => {
      writePorts(signature, 1, inputs);
      writePorts(signature, 2, outputs);
      text(signature, 3, METHOD);
    });
  });
}

/** A SavedModel (schema version 1, tag `serve`) holding the graph and no variables: the bytes of saved_model.pb. */
export function encodeSavedModel(
  nodes: readonly GraphNode[],
  tensorflow: string,
  signature?: Signature,
): Uint8Array {
  const writer = protobuf.Writer.create();
  field(writer, 1, VARINT).int64(1);
  message(writer, 2, (metaGraph) => {
    message(metaGraph, 1, (info) => {
      text(info, 4, 'serve');
      text(info, 5, tensorflow);
    });
    message(metaGraph, 2, (graph) => {
      for (const node of nodes) message(graph, 1, (body) => writeNode(body, node));
      message(graph, 4, (versions) => field(versions, 1, VARINT).int32(GRAPH_PRODUCER));
    });
    if (signature) writeSignature(metaGraph, signature);
  });
  return writer.finish();
}
