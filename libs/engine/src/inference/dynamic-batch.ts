import { TrainError } from '@ringmaster/core';
import { DT } from '../graph/dtypes.js';
import type { ConstantValue, GraphNode } from '../graph/graph-def.js';
import { batchSizeNodes, repeatedRows, sizedVector } from './batch-values.js';
import { constantOf, describeNode, nodeOfEdge } from './inference-graph.js';

/** One function, recorded with a batch of that size. */
export interface SizedRecording {
  readonly batch: number;
  readonly nodes: readonly GraphNode[];
}

/**
 * One graph for every batch size out of recordings with two: what differs between them must be a multiple of the batch
 * size. In shapes it becomes −k (k times the batch). In the target of a `Reshape` and the size of a `Slice` it becomes −1,
 * "what is left", where that says it; other constants are computed from the size of the first input: lists of sizes by
 * their elements, tables by repeating their row.
 * @throws TrainError `incompatible` naming the op and the layer whose value depends on the batch size in another way
 */
export function dynamicBatch(first: SizedRecording, second: SizedRecording): readonly GraphNode[] {
  const done = new Map<string, GraphNode>();
  const nodes = first.nodes.flatMap((node, index) => {
    const made = joined(node, second.nodes[index]);
    for (const one of made) done.set(one.name, one);
    return made;
  });
  if (second.nodes.length !== first.nodes.length)
    throw new TrainError(
      'incompatible',
      'the model runs more ops for another batch size: it cannot be exported',
    );
  return withBatchSize(nodes);

  function joined(node: GraphNode, other: GraphNode | undefined): readonly GraphNode[] {
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
    if (!a || !b) return [node.op === 'Placeholder' ? placeholder(placed) : placed];
    if (a.bytes.length === b.bytes.length && sameBytes(a, b)) return [placed];
    const users = first.nodes
      .map((user, at) => ({ user, other: second.nodes[at] ?? user }))
      .filter(({ user }) => user.inputs.includes(node.name));
    if (a.dtype === DT.int32 && a.shape.length === 1 && a.bytes.length === b.bytes.length)
      return sizes(placed, [a, b], users);
    return rows(placed, [a, b], users[0]?.user ?? node);
  }

  function sizes(
    node: GraphNode,
    [a, b]: readonly [ConstantValue, ConstantValue],
    users: readonly { readonly user: GraphNode; readonly other: GraphNode }[],
  ): readonly GraphNode[] {
    const [one] = users;
    const user = one?.user ?? node;
    const join = joiner(first.batch, second.batch, user);
    // What a reshape asks to be inferred is known from its result.
    const values =
      one && users.every((each) => takesAs(each.user, node, 'Reshape', 1))
        ? joinShape(user.shapes?.[0] ?? [], one.other.shapes?.[0] ?? [], join)
        : joinShape([...int32s(a)], [...int32s(b)], join);
    if (users.every((each) => takesAs(each.user, node, TRANSPOSED, 0))) return [sides(node, a, values)];
    if (users.every((each) => canInfer(each.user, node, values)))
      return [withConstant(node, int32Constant(values.map((value) => Math.max(value, -1))))];
    return sizedVector(node.name, values);
  }

  /** Whether −1 says what is meant. */
  function canInfer(user: GraphNode, constant: GraphNode, values: readonly number[]): boolean {
    if (takesAs(user, constant, 'Reshape', 1)) return values.filter((value) => value < 0).length === 1;
    if (!takesAs(user, constant, 'Slice', 2)) return false;
    const source = done.get(nodeOfEdge(user.inputs[0] ?? ''))?.shapes?.[outputOf(user.inputs[0] ?? '')];
    const begin = constantOf(first.nodes.find(({ name }) => name === user.inputs[1]) ?? user);
    if (!source || !begin) return false;
    return values.every((value, axis) => value >= 0 || (int32s(begin)[axis] === 0 && source[axis] === value));
  }

  /** A table with a row for each sample, all alike: zeros that a recurrence starts from. */
  function rows(
    node: GraphNode,
    [a, b]: readonly [ConstantValue, ConstantValue],
    user: GraphNode,
  ): readonly GraphNode[] {
    const axis = a.shape.findIndex((size, at) => size !== b.shape[at]);
    const width = a.bytes.length / (a.shape[0] ?? 1);
    const row = a.bytes.subarray(0, width);
    const areAlike = [a, b].every(({ bytes }) => bytes.every((byte, at) => byte === row[at % width]));
    if (axis !== 0 || !areAlike) throw refused(user, 'takes a value that depends on the batch size');
    const shape = [1, ...a.shape.slice(1)];
    return repeatedRows(node.name, { ...a, shape, bytes: row.slice() }, node.shapes?.[0] ?? a.shape);
  }
}

const takesAs = (user: GraphNode, constant: GraphNode, op: string, index: number): boolean =>
  user.op === op && user.inputs.every((edge, at) => (edge === constant.name) === (at === index));

/** Where something is computed from the batch size, that comes behind the inputs. */
function withBatchSize(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const [batch] = nodes;
  const [last] = batchSizeNodes(batch as GraphNode).slice(-1);
  if (!batch || !nodes.some(({ inputs }) => inputs.includes(last?.name ?? ''))) return nodes;
  const inputs = nodes.filter(({ op }) => op === 'Placeholder');
  return [...inputs, ...batchSizeNodes(batch), ...nodes.filter(({ op }) => op !== 'Placeholder')];
}

/** A transposed convolution takes the size of its result, of which height and width are enough. */
const TRANSPOSED = 'Conv2DBackpropInput';

const sides = (node: GraphNode, value: ConstantValue, wanted: readonly number[]): GraphNode =>
  withConstant(
    { ...node, shapes: [[2]] },
    { ...value, shape: [2], bytes: new Uint8Array(Int32Array.from(wanted.slice(1, 3)).buffer) },
  );

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

const int32Constant = (values: readonly number[]): ConstantValue => ({
  dtype: DT.int32,
  shape: [values.length],
  bytes: new Uint8Array(Int32Array.from(values).buffer),
});

const outputOf = (edge: string): number => Number(/:(\d+)$/.exec(edge)?.[1] ?? 0);

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
