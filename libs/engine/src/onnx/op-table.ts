import type { GraphNode } from '../graph/graph-def.js';
import { INDEX_OPS } from './index-ops.js';
import { float, int, ints, type OnnxAttribute } from './onnx-model.js';
import { firstAxis, hasSides, type Layout, type Lowering } from './lowering.js';
import { REDUCTIONS } from './reductions.js';
import { SHAPE_OPS } from './shape-ops.js';
import { attributeOf, type Lower } from './lower.js';
import { SPATIAL_OPS } from './spatial-ops.js';

/** Each value on its own: the result stays in the layout of the input. */
const unary =
  (op: string, attributes: (node: GraphNode) => readonly OnnxAttribute[] = () => []): Lower =>
  (node, to) => {
    const [x = ''] = node.inputs;
    const layout: Layout = to.isFirst(x) ? 'first' : 'last';
    to.emit(node, { op, inputs: [to.value(x, layout)], attributes: attributes(node), layout });
  };

/** Channels first where one operand is, and the other one is a constant or has as many dimensions. */
function commonLayout(node: GraphNode, edges: readonly string[], to: Lowering): Layout {
  const rank = to.shape(node.name).length;
  const canTurn =
    hasSides(rank) &&
    edges.every((edge) => to.constant(edge) !== undefined || to.shape(edge).length === rank);
  return canTurn && edges.some((edge) => to.isFirst(edge)) ? 'first' : 'last';
}

const binary =
  (op: string): Lower =>
  (node, to) => {
    const layout = commonLayout(node, node.inputs, to);
    const rank = to.shape(node.name).length;
    const inputs = node.inputs.map((edge) => to.value(edge, layout, layout === 'first' ? rank : undefined));
    to.emit(node, { op, inputs, layout });
  };

/** Two operands of one op, then a second op on what comes out. */
const binaryThen =
  (op: string, ...after: readonly string[]): Lower =>
  (node, to) => {
    const first = to.step(
      node,
      op,
      node.inputs.map((edge) => to.value(edge)),
    );
    const [last = '', ...before] = [...after].reverse();
    const value = before.reverse().reduce((input, each) => to.step(node, each, [input]), first);
    to.emit(node, { op: last, inputs: [value] });
  };

const squaredDifference: Lower = (node, to) => {
  const difference = to.step(
    node,
    'Sub',
    node.inputs.map((edge) => to.value(edge)),
  );
  to.emit(node, { op: 'Mul', inputs: [difference, difference] });
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

const logSoftmax: Lower = (node, to) =>
  to.emit(node, {
    op: 'LogSoftmax',
    inputs: [to.value(node.inputs[0] ?? '')],
    attributes: [int('axis', -1)],
  });

/** A transposed operand is turned first. */
const matMul =
  (adjoint: readonly [string, string]): Lower =>
  (node, to) => {
    const inputs = node.inputs.map((edge, at) => {
      const value = to.value(edge);
      if (attributeOf(node, adjoint[at] ?? '') !== true) return value;
      const rank = to.shape(edge).length;
      const axes = Array.from({ length: rank }, (_, axis) => axis);
      return to.step(node, 'Transpose', [value], [ints('perm', [...axes.slice(0, -2), rank - 1, rank - 2])]);
    });
    to.emit(node, { op: 'MatMul', inputs });
  };

const concat: Lower = (node, to) => {
  const parts = node.inputs.slice(0, -1);
  const [axis = 0] = to.integers(node, node.inputs.length - 1);
  const rank = to.shape(node.name).length;
  const layout = commonLayout(node, parts, to);
  const plain = axis < 0 ? axis + rank : axis;
  const placed = layout === 'first' ? firstAxis(plain, rank) : plain;
  const inputs = parts.map((edge) => to.value(edge, layout));
  to.emit(node, { op: 'Concat', inputs, attributes: [int('axis', placed)], layout });
};

const alpha = (node: GraphNode) => [float('alpha', Number(attributeOf(node, 'alpha')))];

/** TensorFlow's op → how it is written in ONNX. An op that is missing here is an error that names it. */
export const OP_TABLE: Readonly<Record<string, Lower>> = {
  ...SPATIAL_OPS,
  ...INDEX_OPS,
  ...SHAPE_OPS,
  ...REDUCTIONS,
  Placeholder: (node, to) => to.input(node),
  Const: () => undefined,
  Identity: (node, to) => to.emit(node, { op: 'Identity', inputs: [to.value(node.inputs[0] ?? '')] }),
  Abs: unary('Abs'),
  Ceil: unary('Ceil'),
  Cos: unary('Cos'),
  Elu: unary('Elu'),
  Erf: unary('Erf'),
  Exp: unary('Exp'),
  Floor: unary('Floor'),
  LeakyRelu: unary('LeakyRelu', alpha),
  Log: unary('Log'),
  LogicalNot: unary('Not'),
  Neg: unary('Neg'),
  Reciprocal: unary('Reciprocal'),
  Relu: unary('Relu'),
  Relu6: relu6,
  Rsqrt: chain('Sqrt', 'Reciprocal'),
  Selu: unary('Selu'),
  Sigmoid: unary('Sigmoid'),
  Sign: unary('Sign'),
  Sin: unary('Sin'),
  Softplus: unary('Softplus'),
  Sqrt: unary('Sqrt'),
  Square: square,
  Tanh: unary('Tanh'),
  Add: binary('Add'),
  AddV2: binary('Add'),
  BiasAdd: binary('Add'),
  Div: binary('Div'),
  Equal: binary('Equal'),
  Greater: binary('Greater'),
  GreaterEqual: binary('GreaterOrEqual'),
  Less: binary('Less'),
  LessEqual: binary('LessOrEqual'),
  LogicalAnd: binary('And'),
  LogicalOr: binary('Or'),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  Mul: binary('Mul'),
  NotEqual: binaryThen('Equal', 'Not'),
  Pow: binary('Pow'),
  RealDiv: binary('Div'),
  Select: binary('Where'),
  SelectV2: binary('Where'),
  SquaredDifference: squaredDifference,
  Sub: binary('Sub'),
  BatchMatMulV2: matMul(['adj_x', 'adj_y']),
  MatMul: matMul(['transpose_a', 'transpose_b']),
  ConcatV2: concat,
  LogSoftmax: logSoftmax,
  Softmax: softmax,
};
