import { assert, TrainError } from '@ringmaster/core';
import type { ConstantValue, GraphNode } from '../graph/graph-def.js';
import { constantOf, describeNode, nodeOfEdge } from '../inference/inference-graph.js';
import { int64Bytes, ints, type OnnxAttribute, type OnnxNode, type OnnxTensor } from './onnx-model.js';
import { permute } from './permute.js';

/** Channels last, as TensorFlow computes, or channels first, as ONNX convolves and pools. Only rank 4 has a choice. */
export type Layout = 'last' | 'first';

/** NHWC to NCHW, and back. */
export const TO_FIRST = [0, 3, 1, 2] as const;
export const TO_LAST = [0, 2, 3, 1] as const;
const FLOAT = 1;
const INT32 = 3;

export interface Emission {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes?: readonly OnnxAttribute[];
  /** Order of the result; default `last`. */
  readonly layout?: Layout;
}

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

  /** Name of an edge's value in a layout. */
  value(edge: string, layout: Layout = 'last'): string {
    const known = this.values[layout].get(edge);
    if (known !== undefined) return known;
    const constant = this.constant(edge);
    if (constant) return this.remember(edge, layout, this.initializer(edge, constant, layout));
    const other = this.values[layout === 'last' ? 'first' : 'last'].get(edge);
    assert(other !== undefined, `nothing computes ${edge}`);
    const name = `${edge}:${layout}`;
    const perm = ints('perm', layout === 'first' ? TO_FIRST : TO_LAST);
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

  /** Adds the op that computes the node's first result. */
  emit(node: GraphNode, { op, inputs, attributes = [], layout = 'last' }: Emission): void {
    const name = layout === 'last' ? node.name : `${node.name}:first`;
    this.nodes.push({ op, name, inputs, outputs: [name], attributes });
    this.remember(node.name, layout, name);
  }

  /** Adds an op whose result only the next one reads; gives the result's name. */
  step(node: GraphNode, op: string, inputs: readonly string[]): string {
    const name = `${node.name}:${op}`;
    this.nodes.push({ op, name, inputs, outputs: [name], attributes: [] });
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
    if (constant?.dtype !== INT32) throw unmapped(node, `its input ${index} is no constant`);
    return [...new Int32Array(constant.bytes.slice().buffer)];
  }

  /** A constant of our own for the node. */
  numbers(
    node: GraphNode,
    role: string,
    values: { readonly int64: readonly number[] } | { readonly scalar: number },
  ): string {
    const name = `${node.name}:${role}`;
    this.initializers.push(
      'scalar' in values
        ? { name, type: 'float', dims: [], bytes: new Uint8Array(Float32Array.of(values.scalar).buffer) }
        : { name, type: 'int64', dims: [values.int64.length], bytes: int64Bytes(values.int64) },
    );
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

  private initializer(edge: string, constant: ConstantValue, layout: Layout): string {
    if (layout === 'last') return this.add(edge, constant);
    const { shape } = constant;
    const whole = { ...constant, shape: [...Array<number>(4 - shape.length).fill(1), ...shape] };
    return this.add(`${edge}:first`, permute(whole, TO_FIRST));
  }

  private add(name: string, { dtype, shape, bytes }: ConstantValue): string {
    assert(dtype === FLOAT, `constant ${name} has dtype ${dtype}, expected float32`);
    this.initializers.push({ name, type: 'float', dims: shape, bytes });
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
