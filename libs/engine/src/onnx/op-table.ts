import type { GraphNode } from '../graph/graph-def.js';
import { float, int, ints, type OnnxAttribute } from './onnx-model.js';
import { type Layout, type Lowering, unmapped } from './lowering.js';
import { attributeOf, SPATIAL_OPS } from './spatial-ops.js';

type Lower = (node: GraphNode, to: Lowering) => void;

const RANK_4 = 4;
/** Where a dimension of NHWC is in NCHW. */
const FIRST_AXIS = [0, 2, 3, 1] as const;

/** Each value on its own: the result stays in the layout of the input. */
const unary =
  (op: string, attributes: (node: GraphNode) => readonly OnnxAttribute[] = () => []): Lower =>
  (node, to) => {
    const [x = ''] = node.inputs;
    const layout: Layout = to.isFirst(x) ? 'first' : 'last';
    to.emit(node, { op, inputs: [to.value(x, layout)], attributes: attributes(node), layout });
  };

/** Channels first where one operand is, and the other one is a constant or has four dimensions as well. */
function commonLayout(edges: readonly string[], to: Lowering): Layout {
  const canTurn = edges.every((edge) => to.constant(edge) !== undefined || to.shape(edge).length === RANK_4);
  return canTurn && edges.some((edge) => to.isFirst(edge)) ? 'first' : 'last';
}

const binary =
  (op: string): Lower =>
  (node, to) => {
    const layout = commonLayout(node.inputs, to);
    to.emit(node, { op, inputs: node.inputs.map((edge) => to.value(edge, layout)), layout });
  };

/** Ops of our own making: the last of `steps` gives the result, each reads the one before it. */
const chain =
  (...steps: readonly string[]): Lower =>
  (node, to) => {
    const [x = ''] = node.inputs;
    const layout: Layout = to.isFirst(x) ? 'first' : 'last';
    const [last = '', ...before] = [...steps].reverse();
    const value = before.reverse().reduce((input, op) => to.step(node, op, [input]), to.value(x, layout));
    to.emit(node, { op: last, inputs: [value], layout });
  };

const square: Lower = (node, to) => {
  const [x = ''] = node.inputs;
  const layout: Layout = to.isFirst(x) ? 'first' : 'last';
  const value = to.value(x, layout);
  to.emit(node, { op: 'Mul', inputs: [value, value], layout });
};

const relu6: Lower = (node, to) => {
  const [x = ''] = node.inputs;
  const layout: Layout = to.isFirst(x) ? 'first' : 'last';
  const range = [to.numbers(node, 'min', { scalar: 0 }), to.numbers(node, 'max', { scalar: 6 })];
  to.emit(node, { op: 'Clip', inputs: [to.value(x, layout), ...range], layout });
};

const softmax: Lower = (node, to) =>
  to.emit(node, { op: 'Softmax', inputs: [to.value(node.inputs[0] ?? '')], attributes: [int('axis', -1)] });

const reshape: Lower = (node, to) => {
  const target = to.numbers(node, 'shape', { int64: to.integers(node, 1) });
  to.emit(node, { op: 'Reshape', inputs: [to.value(node.inputs[0] ?? ''), target] });
};

const transpose: Lower = (node, to) =>
  to.emit(node, {
    op: 'Transpose',
    inputs: [to.value(node.inputs[0] ?? '')],
    attributes: [ints('perm', to.integers(node, 1))],
  });

const matMul =
  (adjoint: readonly [string, string]): Lower =>
  (node, to) => {
    const isTurned = adjoint.some((name) => attributeOf(node, name) === true);
    if (isTurned) throw unmapped(node, 'it transposes an operand');
    to.emit(node, { op: 'MatMul', inputs: node.inputs.map((edge) => to.value(edge)) });
  };

const concat: Lower = (node, to) => {
  const parts = node.inputs.slice(0, -1);
  const [axis = 0] = to.integers(node, node.inputs.length - 1);
  const rank = to.shape(node.name).length;
  const layout = commonLayout(parts, to);
  const plain = axis < 0 ? axis + rank : axis;
  const placed = layout === 'first' ? (FIRST_AXIS[plain] ?? 0) : plain;
  const inputs = parts.map((edge) => to.value(edge, layout));
  to.emit(node, { op: 'Concat', inputs, attributes: [int('axis', placed)], layout });
};

const mean: Lower = (node, to) => {
  const [x = ''] = node.inputs;
  const rank = to.shape(x).length;
  const axes = to.integers(node, 1).map((axis) => (axis < 0 ? axis + rank : axis));
  const keeps = attributeOf(node, 'keep_dims') === true;
  // Without its height and width an image is [batch, channels] in both layouts.
  const isSpatial = rank === RANK_4 && [...axes].sort().join() === '1,2';
  const layout: Layout = to.isFirst(x) && (keeps || isSpatial) ? 'first' : 'last';
  const placed = layout === 'first' ? axes.map((axis) => FIRST_AXIS[axis] ?? 0) : axes;
  to.emit(node, {
    op: 'ReduceMean',
    inputs: [to.value(x, layout)],
    attributes: [ints('axes', placed), int('keepdims', keeps ? 1 : 0)],
    layout: keeps ? layout : 'last',
  });
};

const alpha = (node: GraphNode) => [float('alpha', Number(attributeOf(node, 'alpha')))];

/** TensorFlow's op → how it is written in ONNX. An op that is missing here is an error that names it. */
export const OP_TABLE: Readonly<Record<string, Lower>> = {
  ...SPATIAL_OPS,
  Placeholder: (node, to) => to.input(node),
  Const: () => undefined,
  Identity: (node, to) => to.emit(node, { op: 'Identity', inputs: [to.value(node.inputs[0] ?? '')] }),
  Abs: unary('Abs'),
  Elu: unary('Elu'),
  Erf: unary('Erf'),
  Exp: unary('Exp'),
  LeakyRelu: unary('LeakyRelu', alpha),
  Neg: unary('Neg'),
  Relu: unary('Relu'),
  Relu6: relu6,
  Rsqrt: chain('Sqrt', 'Reciprocal'),
  Selu: unary('Selu'),
  Sigmoid: unary('Sigmoid'),
  Softplus: unary('Softplus'),
  Sqrt: unary('Sqrt'),
  Square: square,
  Tanh: unary('Tanh'),
  Add: binary('Add'),
  AddV2: binary('Add'),
  Div: binary('Div'),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  Mul: binary('Mul'),
  RealDiv: binary('Div'),
  Sub: binary('Sub'),
  BatchMatMulV2: matMul(['adj_x', 'adj_y']),
  MatMul: matMul(['transpose_a', 'transpose_b']),
  ConcatV2: concat,
  Mean: mean,
  Reshape: reshape,
  Softmax: softmax,
  Transpose: transpose,
};
