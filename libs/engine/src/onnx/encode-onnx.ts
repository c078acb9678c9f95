import protobuf from 'protobufjs/minimal.js';
import {
  ONNX_TYPES,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxPort,
  type OnnxTensor,
} from './onnx-model.js';

/** Operator set that the ops are written for, and the file format's version that goes with it (ONNX 1.12). */
export const OPSET = 17;
const IR_VERSION = 8;

type Writer = protobuf.Writer;

const LENGTH_DELIMITED = 2;
const VARINT = 0;
const FIXED32 = 5;

/** AttributeProto.AttributeType. */
const ATTRIBUTE = { float: 1, int: 2, string: 3, ints: 7 } as const;
const BATCH = 'batch';

const field = (writer: Writer, number: number, wire: number): Writer => writer.uint32((number << 3) | wire);
const text = (writer: Writer, number: number, value: string): Writer =>
  field(writer, number, LENGTH_DELIMITED).string(value);
const int = (writer: Writer, number: number, value: number): Writer =>
  field(writer, number, VARINT).int64(value);

function message(writer: Writer, number: number, body: (writer: Writer) => void): void {
  field(writer, number, LENGTH_DELIMITED).fork();
  body(writer);
  writer.ldelim();
}

function writeAttribute(writer: Writer, attribute: OnnxAttribute): void {
  text(writer, 1, attribute.name);
  if (attribute.kind === 'float') field(writer, 2, FIXED32).float(attribute.value);
  if (attribute.kind === 'int') int(writer, 3, attribute.value);
  if (attribute.kind === 'string') text(writer, 4, attribute.value);
  if (attribute.kind === 'ints') for (const value of attribute.value) int(writer, 8, value);
  int(writer, 20, ATTRIBUTE[attribute.kind]);
}

function writeNode(writer: Writer, { inputs, outputs, name, op, attributes }: OnnxNode): void {
  for (const input of inputs) text(writer, 1, input);
  for (const output of outputs) text(writer, 2, output);
  text(writer, 3, name);
  text(writer, 4, op);
  for (const attribute of attributes) message(writer, 5, (body) => writeAttribute(body, attribute));
}

function writeTensor(writer: Writer, { dims, type, name, bytes }: OnnxTensor): void {
  for (const dim of dims) int(writer, 1, dim);
  int(writer, 2, ONNX_TYPES[type]);
  text(writer, 8, name);
  field(writer, 9, LENGTH_DELIMITED).bytes(bytes);
}

function writePort(writer: Writer, { name, shape, dtype }: OnnxPort): void {
  const writeShape = (body: Writer) => {
    for (const size of shape)
      message(body, 1, (dim) => void (size < 0 ? text(dim, 2, BATCH) : int(dim, 1, size)));
  };
  text(writer, 1, name);
  message(writer, 2, (type) =>
    message(type, 1, (tensor) => {
      int(tensor, 1, ONNX_TYPES[dtype === 'int32' ? 'int32' : 'float']);
      message(tensor, 2, writeShape);
    }),
  );
}

function writeGraph(writer: Writer, { nodes, graphName, initializers, inputs, outputs }: OnnxModel): void {
  for (const node of nodes) message(writer, 1, (body) => writeNode(body, node));
  text(writer, 2, graphName);
  for (const tensor of initializers) message(writer, 5, (body) => writeTensor(body, tensor));
  for (const port of inputs) message(writer, 11, (body) => writePort(body, port));
  for (const port of outputs) message(writer, 12, (body) => writePort(body, port));
}

/** The model as the bytes of a .onnx file: equal models give equal bytes. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const writer = protobuf.Writer.create();
  int(writer, 1, IR_VERSION);
  text(writer, 2, 'ringmaster');
  text(writer, 3, model.producerVersion);
  message(writer, 7, (graph) => writeGraph(graph, model));
  message(writer, 8, (opset) => {
    text(opset, 1, '');
    int(opset, 2, OPSET);
  });
  for (const [key, value] of Object.entries(model.metadata))
    message(writer, 14, (entry) => {
      text(entry, 1, key);
      text(entry, 2, value);
    });
  return writer.finish();
}
