import { unmapped } from './lowering.js';
import { attributeOf, fromStart, type Lower } from './lower.js';
import { int } from './onnx-model.js';

/** As ONNX says "to the end", and before the beginning. */
const [END, BEFORE_START] = [2 ** 31 - 1, -(2 ** 31 - 1)];

const gather: Lower = (node, to) => {
  const [x = '', indices = ''] = node.inputs;
  if (Number(attributeOf(node, 'batch_dims') ?? 0) !== 0) throw unmapped(node, 'it gathers by sample');
  const [axis = 0] = fromStart(to.integers(node, 2), to.shape(x).length);
  const inputs = [to.value(x), to.value(indices)];
  to.emit(node, { op: 'Gather', inputs, attributes: [int('axis', axis)] });
};

const slice: Lower = (node, to) => {
  const [x = ''] = node.inputs;
  const [begin, size] = [to.integers(node, 1), to.integers(node, 2)];
  const ends = begin.map((from, axis) => ((size[axis] ?? -1) < 0 ? END : from + (size[axis] ?? 0)));
  to.emit(node, {
    op: 'Slice',
    inputs: [
      to.value(x),
      to.numbers(node, 'starts', { int64: begin }),
      to.numbers(node, 'ends', { int64: ends }),
    ],
  });
};

/** Masks of bits say where a bound is left out, and where the one value of an axis takes its place. */
const stridedSlice: Lower = (node, to) => {
  const mask = (name: string) => Number(attributeOf(node, name) ?? 0);
  if (mask('ellipsis_mask') !== 0 || mask('new_axis_mask') !== 0)
    throw unmapped(node, 'it inserts axes, or leaves some out of its bounds');
  const [x = ''] = node.inputs;
  const [begin, end, strides] = [to.integers(node, 1), to.integers(node, 2), to.integers(node, 3)];
  const bit = (name: string, axis: number) => ((mask(name) >> axis) & 1) === 1;
  const starts = begin.map((from, axis) => {
    if (!bit('begin_mask', axis)) return from;
    return (strides[axis] ?? 1) < 0 ? END : 0;
  });
  const ends = end.map((until, axis) => {
    if (bit('shrink_axis_mask', axis)) return begin[axis] === -1 ? END : (begin[axis] ?? 0) + 1;
    if (!bit('end_mask', axis)) return until;
    return (strides[axis] ?? 1) < 0 ? BEFORE_START : END;
  });
  const axes = begin.map((_, axis) => axis);
  const inputs = [
    to.value(x),
    to.numbers(node, 'starts', { int64: starts }),
    to.numbers(node, 'ends', { int64: ends }),
    to.numbers(node, 'axes', { int64: axes }),
    to.numbers(node, 'steps', { int64: strides }),
  ];
  const gone = axes.filter((axis) => bit('shrink_axis_mask', axis));
  if (gone.length === 0) return to.emit(node, { op: 'Slice', inputs });
  const kept = to.step(node, 'Slice', inputs);
  to.emit(node, { op: 'Squeeze', inputs: [kept, to.numbers(node, 'gone', { int64: gone })] });
};

const reverse: Lower = (node, to) => {
  const [x = ''] = node.inputs;
  const axes = fromStart(to.integers(node, 1), to.shape(x).length);
  const all = (value: number) => ({ int64: axes.map(() => value) });
  to.emit(node, {
    op: 'Slice',
    inputs: [
      to.value(x),
      to.numbers(node, 'starts', all(-1)),
      to.numbers(node, 'ends', all(BEFORE_START)),
      to.numbers(node, 'axes', { int64: axes }),
      to.numbers(node, 'steps', all(-1)),
    ],
  });
};

const splitInto: Lower = (node, to) => {
  const [x = ''] = node.inputs;
  const [axis = 0] = fromStart(to.integers(node, 2), to.shape(x).length);
  const sizes = (node.shapes ?? []).map((shape) => shape[axis] ?? 1);
  to.emitAll(node, {
    op: 'Split',
    inputs: [to.value(x), to.numbers(node, 'sizes', { int64: sizes })],
    attributes: [int('axis', axis)],
  });
};

/** One value of the axis for each result. */
const unpack: Lower = (node, to) => {
  const [x = ''] = node.inputs;
  const [axis = 0] = fromStart([Number(attributeOf(node, 'axis') ?? 0)], to.shape(x).length);
  const whole = to.value(x);
  (node.shapes ?? []).forEach((_, output) => {
    const inputs = [whole, to.numbers(node, `at${output}`, { index: output })];
    to.emit(node, { op: 'Gather', inputs, attributes: [int('axis', axis)], output });
  });
};

const pack: Lower = (node, to) => {
  const [axis = 0] = fromStart([Number(attributeOf(node, 'axis') ?? 0)], to.shape(node.name).length);
  const axes = to.numbers(node, 'axes', { int64: [axis] });
  const parts = node.inputs.map((edge) => to.step(node, 'Unsqueeze', [to.value(edge), axes]));
  to.emit(node, { op: 'Concat', inputs: parts, attributes: [int('axis', axis)] });
};

/** Ops that pick values, and put some side by side. */
export const INDEX_OPS: Readonly<Record<string, Lower>> = {
  GatherV2: gather,
  Pack: pack,
  ReverseV2: reverse,
  Slice: slice,
  SplitV: splitInto,
  StridedSlice: stridedSlice,
  Unpack: unpack,
};
