import type { GraphNode } from '../graph/graph-def.js';
import { withConstant } from './dynamic-batch.js';
import { constantOf, nodeOfEdge } from './inference-graph.js';

/**
 * Takes out what moves no value: reshapes to the shape that is there already, reshapes of reshapes, reshaped and
 * filled constants, casts to the same type, and what nothing reads any more. Every number that the graph computes stays the same bit by bit.
 */
export function simplify(nodes: readonly GraphNode[], outputs: readonly string[]): readonly GraphNode[] {
  const byName = new Map<string, GraphNode>();
  const sameAs = new Map<string, string>();
  const producer = (edge: string) => byName.get(nodeOfEdge(edge));
  for (const recorded of nodes) {
    const inputs = recorded.inputs.map((edge) => sameAs.get(edge) ?? edge);
    const node = (FOLDS[recorded.op] ?? asItIs)({ ...recorded, inputs }, producer);
    byName.set(node.name, node);
    const source = inputs[0];
    if (source !== undefined && movesNothing(node, producer(source))) sameAs.set(node.name, source);
  }
  return reachable([...byName.values()], outputs);
}

type Producer = (edge: string) => GraphNode | undefined;
type Fold = (node: GraphNode, producer: Producer) => GraphNode;

const asItIs: Fold = (node) => node;

function reshape(node: GraphNode, producer: Producer): GraphNode {
  const source = producer(node.inputs[0] ?? '');
  const shape = node.shapes?.[0] ?? [];
  const value = source && constantOf(source);
  if (source && value && shape.every((size) => size >= 0))
    return { ...withConstant(source, { ...value, shape }), name: node.name, shapes: [shape] };
  const beforeIt = source?.op === 'Reshape' ? source.inputs[0] : undefined;
  return beforeIt === undefined ? node : { ...node, inputs: [beforeIt, ...node.inputs.slice(1)] };
}

/** A filled constant is written out, such as the scale of a normalisation that has none. */
function fill(node: GraphNode, producer: Producer): GraphNode {
  const source = producer(node.inputs[1] ?? '');
  const value = source && constantOf(source);
  const shape = node.shapes?.[0] ?? [];
  if (!source || !value || !shape.every((size) => size >= 0)) return node;
  const bytes = new Uint8Array(value.bytes.length * shape.reduce((product, size) => product * size, 1));
  for (let at = 0; at < bytes.length; at += value.bytes.length) bytes.set(value.bytes, at);
  return { ...withConstant(source, { ...value, shape, bytes }), name: node.name, shapes: [shape] };
}

const FOLDS: Readonly<Record<string, Fold>> = { Reshape: reshape, Fill: fill };

function movesNothing(node: GraphNode, source: GraphNode | undefined): boolean {
  if (node.op === 'Cast') return typeOf(node, 'SrcT') === typeOf(node, 'DstT');
  // A second result of the source would need its own shape.
  return node.op === 'Reshape' && !node.inputs[0]?.includes(':') && sameShape(node, source);
}

const typeOf = ({ attributes }: GraphNode, wanted: string): unknown =>
  attributes.find(({ name }) => name === wanted)?.value;

const sameShape = (a: GraphNode, b: GraphNode | undefined): boolean =>
  b?.shapes?.[0] !== undefined && a.shapes?.[0]?.join() === b.shapes[0].join();

/** The inputs, and what an output needs. */
function reachable(nodes: readonly GraphNode[], outputs: readonly string[]): readonly GraphNode[] {
  const used = new Set(outputs);
  for (const node of [...nodes].reverse())
    if (used.has(node.name)) for (const edge of node.inputs) used.add(nodeOfEdge(edge));
  return nodes.filter(({ name, op }) => op === 'Placeholder' || used.has(name));
}
