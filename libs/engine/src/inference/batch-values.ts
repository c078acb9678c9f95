import { DT } from '../graph/dtypes.js';
import type { ConstantValue, GraphAttribute, GraphNode } from '../graph/graph-def.js';

const type = (name: string, value: number): GraphAttribute => ({ name, kind: 'type', value });

const int32s = (values: readonly number[], shape: readonly number[]): ConstantValue => ({
  dtype: DT.int32,
  shape,
  bytes: new Uint8Array(Int32Array.from(values).buffer),
});

/** A constant node. */
export const constantNode = (name: string, value: ConstantValue): GraphNode => ({
  name,
  op: 'Const',
  inputs: [],
  attributes: [type('dtype', value.dtype), { name: 'value', kind: 'tensor', value }],
  shapes: [value.shape],
});

const BATCH = 'batch/size';

/** The batch size as an int32 vector of one number, taken from the graph's first input. */
export const batchSizeNodes = (input: GraphNode): readonly GraphNode[] => [
  {
    name: 'batch/shape',
    op: 'Shape',
    inputs: [input.name],
    attributes: [
      type('T', input.attributes.find(({ name }) => name === 'dtype')?.value as number),
      type('out_type', DT.int32),
    ],
    shapes: [[input.shapes?.[0]?.length ?? 1]],
  },
  constantNode('batch/begin', int32s([0], [1])),
  constantNode('batch/one', int32s([1], [1])),
  {
    name: BATCH,
    op: 'Slice',
    inputs: ['batch/shape', 'batch/begin', 'batch/one'],
    attributes: [type('T', DT.int32), type('Index', DT.int32)],
    shapes: [[1]],
  },
];

/** Nodes of an int32 vector in which −k stands for k times the batch size; the last one has the name. */
export function sizedVector(name: string, values: readonly number[]): readonly GraphNode[] {
  const parts = values.flatMap((value, at): GraphNode[] => {
    const own = `${name}/part${at}`;
    if (value >= 0) return [constantNode(own, int32s([value], [1]))];
    const factor = constantNode(`${own}_factor`, int32s([-value], [1]));
    const product: GraphNode = {
      name: own,
      op: 'Mul',
      inputs: [BATCH, factor.name],
      attributes: [type('T', DT.int32)],
      shapes: [[1]],
    };
    return [factor, product];
  });
  const axis = constantNode(`${name}/axis`, int32s([0], []));
  const joined: GraphNode = {
    name,
    op: 'ConcatV2',
    inputs: [...values.map((_, at) => `${name}/part${at}`), axis.name],
    attributes: [
      { name: 'N', kind: 'int', value: values.length },
      type('T', DT.int32),
      type('Tidx', DT.int32),
    ],
    shapes: [[values.length]],
  };
  // A list of one needs no joining, which wants two.
  if (values.length > 1) return [...parts, axis, joined];
  return [
    ...parts,
    { name, op: 'Identity', inputs: [`${name}/part0`], attributes: [type('T', DT.int32)], shapes: [[1]] },
  ];
}

/** Nodes of a constant that is repeated as often as the batch is large; `row` is its value for one. */
export function repeatedRows(
  name: string,
  row: ConstantValue,
  shape: readonly number[],
): readonly GraphNode[] {
  return [
    constantNode(`${name}/row`, row),
    ...sizedVector(`${name}/shape`, shape),
    {
      name,
      op: 'BroadcastTo',
      inputs: [`${name}/row`, `${name}/shape`],
      attributes: [type('T', row.dtype), type('Tidx', DT.int32)],
      shapes: [shape],
    },
  ];
}
