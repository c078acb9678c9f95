import type { GraphNode } from '../graph/graph-def.js';

/** A named input or output. */
export interface GraphPort {
  readonly name: string;
  /** −1 stands for the batch, whatever its size. */
  readonly shape: readonly number[];
  /** int32 for tokens and other numbers that are names. */
  readonly dtype: 'float32' | 'int32';
}

/**
 * A trained model as a TensorFlow graph for batches of any size, in execution order: a placeholder for each input, weights as
 * constants, each output through an `Identity` of its own. In `shapes` of nodes −k stands for k times the batch size.
 */
export interface InferenceGraph {
  readonly nodes: readonly GraphNode[];
  /** In the order of the model's own. */
  readonly inputs: readonly GraphPort[];
  readonly outputs: readonly GraphPort[];
}

/** A shape as it is declared to others: any multiple of the batch size is unknown. */
export const declaredShape = (shape: readonly number[]): readonly number[] =>
  shape.map((size) => (size < 0 ? -1 : size));

/** For messages: the op, its node, and the layer that it belongs to. */
export function describeNode({ name, op }: GraphNode): string {
  const slash = name.lastIndexOf('/');
  return slash < 0 ? `op ${op} (${name})` : `op ${op} of layer ${name.slice(0, slash)} (${name})`;
}

/** The value of a constant. */
export function constantOf({ attributes }: GraphNode) {
  const attribute = attributes.find(({ name }) => name === 'value');
  return attribute?.kind === 'tensor' ? attribute.value : undefined;
}

/** The node of an edge, which is `node` or `node:output`. */
export const nodeOfEdge = (edge: string): string => edge.replace(/:\d+$/, '');
