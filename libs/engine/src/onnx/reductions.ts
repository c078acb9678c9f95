import { firstAxis, hasSides, type Layout } from './lowering.js';
import { attributeOf, fromStart, type Lower } from './lower.js';
import { int, ints, ONNX_TYPES } from './onnx-model.js';

/** `axesAsInput`: since operator set 13 a sum takes them as a second operand. */
const reduction =
  (op: string, axesAsInput = false): Lower =>
  (node, to) => {
    const [x = ''] = node.inputs;
    const rank = to.shape(x).length;
    const axes = fromStart(to.integers(node, 1), rank);
    const keeps = attributeOf(node, 'keep_dims') === true;
    // Without its sides an image is [batch, channels] in both layouts.
    const isSpatial = hasSides(rank) && [...axes].sort().join() === sides(rank).join();
    const layout: Layout = to.isFirst(x) && (keeps || isSpatial) ? 'first' : 'last';
    const placed = layout === 'first' ? axes.map((axis) => firstAxis(axis, rank)) : axes;
    const list = axesAsInput ? [to.numbers(node, 'axes', { int64: placed })] : [];
    to.emit(node, {
      op,
      inputs: [to.value(x, layout), ...list],
      attributes: [...(axesAsInput ? [] : [ints('axes', placed)]), int('keepdims', keeps ? 1 : 0)],
      layout: keeps ? layout : 'last',
    });
  };

const sides = (rank: number): readonly number[] => Array.from({ length: rank - 2 }, (_, side) => side + 1);

const argument =
  (op: 'ArgMax' | 'ArgMin'): Lower =>
  (node, to) => {
    const [x = ''] = node.inputs;
    const [axis = 0] = fromStart(to.integers(node, 1), to.shape(x).length);
    const found = to.step(node, op, [to.value(x)], [int('axis', axis), int('keepdims', 0)]);
    to.emit(node, { op: 'Cast', inputs: [found], attributes: [int('to', ONNX_TYPES.int32)] });
  };

const cumulativeSum: Lower = (node, to) => {
  const [x = ''] = node.inputs;
  const [axis = 0] = fromStart(to.integers(node, 1), to.shape(x).length);
  const flag = (name: string) => int(name, attributeOf(node, name) === true ? 1 : 0);
  to.emit(node, {
    op: 'CumSum',
    inputs: [to.value(x), to.numbers(node, 'axis', { index: axis })],
    attributes: [flag('exclusive'), flag('reverse')],
  });
};

/** Ops that put several values together. */
export const REDUCTIONS: Readonly<Record<string, Lower>> = {
  ArgMax: argument('ArgMax'),
  ArgMin: argument('ArgMin'),
  Cumsum: cumulativeSum,
  Max: reduction('ReduceMax'),
  Mean: reduction('ReduceMean'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  Sum: reduction('ReduceSum', true),
};
