import type { AttributeValue, GraphNode } from '../graph/graph-def.js';
import type { Lowering } from './lowering.js';

/** How a node of TensorFlow's is written in ONNX. */
export type Lower = (node: GraphNode, to: Lowering) => void;

export const attributeOf = ({ attributes }: GraphNode, wanted: string): AttributeValue['value'] | undefined =>
  attributes.find(({ name }) => name === wanted)?.value;

/** Axes counted from 0. */
export const fromStart = (axes: readonly number[], rank: number): readonly number[] =>
  axes.map((axis) => (axis < 0 ? axis + rank : axis));
