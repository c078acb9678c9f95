import { assert, TrainError } from '@ringmaster/core';
import { DT } from '../graph/dtypes.js';
import type { ConstantValue, GraphNode } from '../graph/graph-def.js';
import { constantOf, describeNode, nodeOfEdge } from '../inference/inference-graph.js';
import {
  int,
  int64Bytes,
  ints,
  ONNX_TYPES,
  type OnnxAttribute,
  type OnnxNode,
  type OnnxTensor,
  type OnnxType,
} from './onnx-model.js';
import { permute } from './permute.js';

/** Channels last, as TensorFlow computes, or channels first, as ONNX convolves and pools. Images and volumes have a choice. */
export type Layout = 'last' | 'first';

/** Whether values of so many dimensions may lie channels first: batch, two or three sides, channels. */
export const hasSides = (rank: number): boolean => rank === 4 || rank === 5;

/** NHWC to NCHW, or NDHWC to NCDHW. */
const toFirst = (rank: number): readonly number[] => [
  0,
  rank - 1,
  ...Array.from({ length: rank - 2 }, (_, side) => side + 1),
];
/** And back. */
const toLast = (rank: number): readonly number[] => [
  0,
  ...Array.from({ length: rank - 2 }, (_, side) => side + 2),
  1,
];
/** Where a dimension is when the channels come first. */
export const firstAxis = (axis: number, rank: number): number => toFirst(rank).indexOf(axis);

const TYPES: Readonly<Record<number, OnnxType>> = {
  [DT.float32]: 'float',
  [DT.int32]: 'int32',
  [DT.int64]: 'int64',
  [DT.bool]: 'bool',
};

export interface Emission {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes?: readonly OnnxAttribute[];
  /** Order of the result; default `last`. */
  readonly layout?: Layout;
  /** Which result of the node it computes; default the first. */
  readonly output?: number;
}

type Numbers =
  | { readonly int64: readonly number[] }
  | { readonly index: number }
  | { readonly scalar: number }
  | { readonly list: readonly number[] };

/**
 * Turns a graph of TensorFlow's ops into one of ONNX, node by node. Every value may exist in both layouts; a transpose
 * is put in where a value is asked for in the layout that it does not have yet, once. So a chain of convolutions,
 * activations and poolings is transposed at its beginning and its end alone.
 */
export class Lowering {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  private readonly values: Record<Layout, Map<string, string>> = { last: new Map(), first: new Map() };
  private readonly byName: ReadonlyMap<string, GraphNode>;

  constructor(nodes: readonly GraphNode[]) {
    this.byName = new Map(nodes.map((node) => [node.name, node]));
  }

  /** Name of an edge's value in a layout. `rank`: of the values that a constant meets channels first; default: its own. */
  value(edge: string, layout: Layout = 'last', rank = this.shape(edge).length): string {
    const constant = this.constant(edge);
    const key = constant && layout === 'first' ? `${edge}:${rank}` : edge;
    const known = this.values[layout].get(key);
    if (known !== undefined) return known;
    if (constant)
      return this.remember(
        key,
        layout,
        this.initializer(edge, constant, layout === 'first' ? rank : undefined),
      );
    const other = this.values[layout === 'last' ? 'first' : 'last'].get(edge);
    assert(other !== undefined, `nothing computes ${edge}`);
    const name = `${edge}:${layout}`;
    const perm = ints('perm', layout === 'first' ? toFirst(rank) : toLast(rank));
    this.nodes.push({ op: 'Transpose', name, inputs: [other], outputs: [name], attributes: [perm] });
    return this.remember(edge, layout, name);
  }

  /** True for a value that would have to be transposed to be had with its channels last. */
  isFirst(edge: string): boolean {
    return this.values.first.has(edge) && !this.values.last.has(edge);
  }

  /** The graph's input. */
  input(node: GraphNode): void {
    this.remember(node.name, 'last', node.name);
  }

  /** Adds the op that computes a result of the node. */
  emit(node: GraphNode, { op, inputs, attributes = [], layout = 'last', output = 0 }: Emission): void {
    const edge = output === 0 ? node.name : `${node.name}:${output}`;
    const name = layout === 'last' ? edge : `${edge}:first`;
    this.nodes.push({ op, name, inputs, outputs: [name], attributes });
    this.remember(edge, layout, name);
  }

  /** Adds an op that computes all results of the node. */
  emitAll(node: GraphNode, { op, inputs, attributes = [] }: Omit<Emission, 'layout' | 'output'>): void {
    const outputs = (node.shapes ?? []).map((_, at) => (at === 0 ? node.name : `${node.name}:${at}`));
    this.nodes.push({ op, name: node.name, inputs, outputs, attributes });
    for (const edge of outputs) this.remember(edge, 'last', edge);
  }

  /** Adds an op whose result only the next one reads; gives the result's name. */
  step(
    node: GraphNode,
    op: string,
    inputs: readonly string[],
    attributes: readonly OnnxAttribute[] = [],
  ): string {
    const name = `${node.name}:${op}${this.nodes.length}`;
    this.nodes.push({ op, name, inputs, outputs: [name], attributes });
    return name;
  }

  /** With −k for k times the batch size. */
  shape(edge: string): readonly number[] {
    const output = Number(/:(\d+)$/.exec(edge)?.[1] ?? 0);
    const shape = this.byName.get(nodeOfEdge(edge))?.shapes?.[output];
    assert(shape, `the shape of ${edge} was not recorded`);
    return shape;
  }

  constant(edge: string): ConstantValue | undefined {
    const node = this.byName.get(nodeOfEdge(edge));
    return node?.op === 'Const' ? constantOf(node) : undefined;
  }

  /** Values of a constant input of whole numbers: axes, a shape, a permutation. */
  integers(node: GraphNode, index: number): readonly number[] {
    const constant = this.constant(node.inputs[index] ?? '');
    if (constant?.dtype !== DT.int32) throw unmapped(node, `its input ${index} is no constant`);
    return [...new Int32Array(constant.bytes.slice().buffer)];
  }

  /** A list of sizes as ONNX wants it, int64: a constant, or what the graph computes from the batch size. */
  sizes(node: GraphNode, index: number, role: string): string {
    const edge = node.inputs[index] ?? '';
    if (this.constant(edge)) return this.numbers(node, role, { int64: this.integers(node, index) });
    return this.step(node, 'Cast', [this.value(edge)], [int('to', ONNX_TYPES.int64)]);
  }

  /** A constant of our own for the node: whole numbers or one, real ones or one. */
  numbers(node: GraphNode, role: string, values: Numbers): string {
    const name = `${node.name}:${role}`;
    if ('scalar' in values || 'list' in values) {
      const reals = 'list' in values ? values.list : [values.scalar];
      const bytes = new Uint8Array(Float32Array.from(reals).buffer);
      this.initializers.push({ name, type: 'float', dims: 'list' in values ? [reals.length] : [], bytes });
    } else {
      const list = 'index' in values ? [values.index] : values.int64;
      const dims = 'index' in values ? [] : [list.length];
      this.initializers.push({ name, type: 'int64', dims, bytes: int64Bytes(list) });
    }
    return name;
  }

  /** The constant with its dimensions in another order and, if given, under another shape. */
  weights(
    node: GraphNode,
    index: number,
    { perm, dims }: { perm: readonly number[]; dims?: readonly number[] },
  ): string {
    const edge = node.inputs[index] ?? '';
    const constant = this.constant(edge);
    if (!constant) throw unmapped(node, `its input ${index} is no constant`);
    const turned = permute(constant, perm);
    const name = this.initializers.some((one) => one.name === edge) ? `${node.name}:${edge}` : edge;
    return this.add(name, { ...turned, shape: dims ?? turned.shape });
  }

  /** With its channels first where a rank is given: that of the values it meets. */
  private initializer(edge: string, constant: ConstantValue, rank: number | undefined): string {
    if (rank === undefined) return this.add(edge, constant);
    const { shape } = constant;
    const whole = { ...constant, shape: [...Array<number>(rank - shape.length).fill(1), ...shape] };
    return this.add(`${edge}:first${rank}`, permute(whole, toFirst(rank)));
  }

  private add(name: string, { dtype, shape, bytes }: ConstantValue): string {
    const type = TYPES[dtype];
    assert(type, `constant ${name} has dtype ${dtype}, which no export writes`);
    this.initializers.push({ name, type, dims: shape, bytes });
    return name;
  }

  private remember(edge: string, layout: Layout, name: string): string {
    this.values[layout].set(edge, name);
    return name;
  }
}

/** What has no counterpart in ONNX, or none yet. */
export const unmapped = (node: GraphNode, why: string): TrainError =>
  new TrainError(
    'incompatible',
    `${describeNode(node)} cannot be written as ONNX: ${why}; export the model as savedmodel`,
    { details: { op: node.op, node: node.name } },
  );
