import { TrainError } from '@ringmaster/core';
import type { ConstantValue, GraphNode } from '../graph/graph-def.js';
import { constantOf, describeNode, nodeOfEdge } from './inference-graph.js';

/** One function, recorded with a batch of that size. */
export interface SizedRecording {
  readonly batch: number;
  readonly nodes: readonly GraphNode[];
}

const INT32 = 3;

/**
 * One graph for every batch size out of recordings with two: what differs between them must be a multiple of the batch
 * size. In shapes it becomes −k (k times the batch); in the target of a `Reshape` it becomes −1, which TensorFlow and
 * ONNX infer.
 * @throws TrainError `incompatible` naming the op and the layer whose value depends on the batch size in another way
 */
export function dynamicBatch(first: SizedRecording, second: SizedRecording): readonly GraphNode[] {
  const sized = new Set<string>();
  const nodes = first.nodes.map((node, index) => {
    const other = second.nodes[index];
    if (
      !other ||
      other.name !== node.name ||
      other.op !== node.op ||
      attributesOf(other) !== attributesOf(node)
    )
      throw refused(node, 'is another one for another batch size');
    const join = joiner(first.batch, second.batch, node);
    const shapes = (node.shapes ?? []).map((shape, i) => joinShape(shape, other.shapes?.[i] ?? [], join));
    const placed = { ...node, shapes };
    const [a, b] = [constantOf(node), constantOf(other)];
    if (a && b)
      return a.bytes.length === b.bytes.length && sameBytes(a, b) ? placed : sizedConstant(placed, a, b);
    return node.op === 'Placeholder' ? placeholder(placed) : placed;
  });
  if (second.nodes.length !== first.nodes.length)
    throw new TrainError(
      'incompatible',
      'the model runs more ops for another batch size: it cannot be exported',
    );
  requireReshapes(nodes, sized);
  return nodes;

  function sizedConstant(node: GraphNode, a: ConstantValue, b: ConstantValue): GraphNode {
    const users = first.nodes.filter(({ inputs }) => inputs.includes(node.name));
    const user = users[0] ?? node;
    if (a.dtype !== INT32 || a.bytes.length !== b.bytes.length)
      throw refused(user, 'takes a value that depends on the batch size');
    const values = joinShape([...int32s(a)], [...int32s(b)], joiner(first.batch, second.batch, user));
    if (values.filter((value) => value < 0).length > 1) throw refused(user, 'takes the batch size twice');
    if (users.every((one) => one.op === TRANSPOSED && one.inputs[0] === node.name))
      return sides(node, a, values);
    sized.add(node.name);
    const bytes = new Uint8Array(Int32Array.from(values, (value) => Math.max(value, -1)).buffer);
    return withConstant(node, { ...a, bytes });
  }
}

/** A transposed convolution takes the size of its result, of which height and width are enough. */
const TRANSPOSED = 'Conv2DBackpropInput';

const sides = (node: GraphNode, value: ConstantValue, sizes: readonly number[]): GraphNode =>
  withConstant(
    { ...node, shapes: [[2]] },
    { ...value, shape: [2], bytes: new Uint8Array(Int32Array.from(sizes.slice(1, 3)).buffer) },
  );

/** Only `Reshape` reads −1 as "what is left". */
function requireReshapes(nodes: readonly GraphNode[], sized: ReadonlySet<string>): void {
  for (const node of nodes)
    node.inputs.forEach((edge, index) => {
      if (!sized.has(nodeOfEdge(edge)) || (node.op === 'Reshape' && index === 1)) return;
      throw refused(node, `takes the batch size as a constant (input ${index})`);
    });
}

const refused = (node: GraphNode, why: string): TrainError =>
  new TrainError('incompatible', `${describeNode(node)} ${why}: such a model cannot be exported yet`, {
    details: { op: node.op, node: node.name },
  });

type Join = (a: number, b: number) => number;

function joiner(batchA: number, batchB: number, node: GraphNode): Join {
  return (a, b) => {
    if (a === b) return a;
    const multiple = a / batchA;
    if (!Number.isInteger(multiple) || b !== multiple * batchB)
      throw refused(node, 'has a size that is no multiple of the batch size');
    return -multiple;
  };
}

function joinShape(a: readonly number[], b: readonly number[], join: Join): readonly number[] {
  return a.map((size, i) => join(size, b[i] ?? 0));
}

const attributesOf = ({ op, attributes }: GraphNode): string =>
  op === 'Const' || op === 'Placeholder' ? '' : JSON.stringify(attributes);

const sameBytes = (a: ConstantValue, b: ConstantValue): boolean => Buffer.compare(a.bytes, b.bytes) === 0;

const int32s = ({ bytes }: ConstantValue): Int32Array => new Int32Array(bytes.slice().buffer);

const placeholder = (node: GraphNode): GraphNode => ({
  ...node,
  attributes: node.attributes.map((attribute) =>
    attribute.kind === 'shape'
      ? { ...attribute, value: (node.shapes?.[0] ?? []).map((size) => Math.max(size, -1)) }
      : attribute,
  ),
});

/** The constant with another value of the same type. */
export const withConstant = (node: GraphNode, value: ConstantValue): GraphNode => ({
  ...node,
  attributes: node.attributes.map((attribute) =>
    attribute.kind === 'tensor' ? { ...attribute, value } : attribute,
  ),
});
