import { TrainError } from '@ringmaster/core';
import type { GraphAttribute, GraphNode } from './graph-def.js';

/** What products and convolutions may be computed in, and TensorFlow's numbers of it. */
const DTYPES = { float16: 19, bfloat16: 14 } as const;
export type LowPrecision = keyof typeof DTYPES;
const FLOAT32 = 1;

/** Ops that take most of the time of a step, and the inputs of each that are numbers and no shapes. */
const LOWERED: Readonly<Record<string, readonly number[]>> = {
  MatMul: [0, 1],
  BatchMatMulV2: [0, 1],
  Conv2D: [0, 1],
  Conv2DBackpropInput: [1, 2],
  Conv2DBackpropFilter: [0, 2],
  Conv3D: [0, 1],
  Conv3DBackpropInputV2: [1, 2],
  Conv3DBackpropFilterV2: [0, 2],
  DepthwiseConv2dNative: [0, 1],
  DepthwiseConv2dNativeBackpropInput: [1, 2],
  DepthwiseConv2dNativeBackpropFilter: [0, 2],
};

/**
 * The same graph with its products and convolutions, forward and backward, in another type: their inputs are rounded to it, and
 * what they put out becomes float32 again. Everything between them (sums, normalisations, softmax, losses) stays as it is.
 * @throws TrainError `incompatible` when nothing of the graph can be computed so
 */
export function lowerPrecision(
  nodes: readonly GraphNode[],
  compute: LowPrecision,
  what: string,
): GraphNode[] {
  const low = DTYPES[compute];
  const raised = new Map<string, string>();
  const lowered = nodes.flatMap((node): GraphNode[] => {
    const inputs = node.inputs.map((edge) => raised.get(edge) ?? edge);
    const places = LOWERED[node.op];
    if (!places || typeOf(node) !== FLOAT32) return [{ ...node, inputs }];
    const casts = places.map((place) =>
      castOf(`${node.name}/low${place}`, inputs[place] ?? '', [FLOAT32, low]),
    );
    const rounded = inputs.map((edge, place) => casts[places.indexOf(place)]?.name ?? edge);
    const name = `${node.name}/float32`;
    raised.set(node.name, name);
    const attributes = node.attributes.map((one) => (one.name === 'T' ? typeAttribute('T', low) : one));
    return [...casts, { ...node, inputs: rounded, attributes }, castOf(name, node.name, [low, FLOAT32])];
  });
  if (raised.size > 0) return lowered;
  throw new TrainError(
    'incompatible',
    `training.precision: ${what} has no product or convolution that could be computed in ${compute}: leave it out`,
  );
}

const typeAttribute = (name: string, value: number): GraphAttribute => ({ name, kind: 'type', value });

const typeOf = ({ attributes }: GraphNode): unknown => attributes.find(({ name }) => name === 'T')?.value;

const castOf = (name: string, edge: string, [from, to]: readonly [number, number]): GraphNode => ({
  name,
  op: 'Cast',
  inputs: [edge],
  attributes: [typeAttribute('SrcT', from), typeAttribute('DstT', to)],
});
