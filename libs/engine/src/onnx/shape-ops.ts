import { DT } from '../graph/dtypes.js';
import type { GraphNode } from '../graph/graph-def.js';
import { type Lowering, unmapped } from './lowering.js';
import { attributeOf, fromStart, type Lower } from './lower.js';
import { int, ints, ONNX_TYPES, string } from './onnx-model.js';

const TARGETS: Readonly<Record<number, number>> = {
  [DT.float32]: ONNX_TYPES.float,
  [DT.int32]: ONNX_TYPES.int32,
  [DT.int64]: ONNX_TYPES.int64,
  [DT.bool]: ONNX_TYPES.bool,
};

const cast: Lower = (node, to) => {
  const target = TARGETS[Number(attributeOf(node, 'DstT'))];
  if (target === undefined) throw unmapped(node, 'it casts to a type that no export writes');
  const inputs = [to.value(node.inputs[0] ?? '')];
  to.emit(node, { op: 'Cast', inputs, attributes: [int('to', target)] });
};

const reshape: Lower = (node, to) =>
  to.emit(node, { op: 'Reshape', inputs: [to.value(node.inputs[0] ?? ''), to.sizes(node, 1, 'shape')] });

const broadcast: Lower = (node, to) =>
  to.emit(node, { op: 'Expand', inputs: [to.value(node.inputs[0] ?? ''), to.sizes(node, 1, 'shape')] });

const fill: Lower = (node, to) =>
  to.emit(node, { op: 'Expand', inputs: [to.value(node.inputs[1] ?? ''), to.sizes(node, 0, 'shape')] });

const tile: Lower = (node, to) =>
  to.emit(node, { op: 'Tile', inputs: [to.value(node.inputs[0] ?? ''), to.sizes(node, 1, 'repeats')] });

/** int64 in ONNX; the graph goes on in int32, as it was recorded. */
const shape: Lower = (node, to) => {
  const found = to.step(node, 'Shape', [to.value(node.inputs[0] ?? '')]);
  to.emit(node, { op: 'Cast', inputs: [found], attributes: [int('to', ONNX_TYPES.int32)] });
};

const expandDims: Lower = (node, to) => {
  const axes = fromStart(to.integers(node, 1), to.shape(node.name).length);
  const inputs = [to.value(node.inputs[0] ?? ''), to.numbers(node, 'axes', { int64: axes })];
  to.emit(node, { op: 'Unsqueeze', inputs });
};

const squeeze: Lower = (node, to) => {
  const [x = ''] = node.inputs;
  const axes = fromStart(attributeOf(node, 'squeeze_dims') as readonly number[], to.shape(x).length);
  to.emit(node, { op: 'Squeeze', inputs: [to.value(x), to.numbers(node, 'axes', { int64: axes })] });
};

const transpose: Lower = (node, to) =>
  to.emit(node, {
    op: 'Transpose',
    inputs: [to.value(node.inputs[0] ?? '')],
    attributes: [ints('perm', to.integers(node, 1))],
  });

/** Pairs of begin and end become all begins, then all ends. */
function padded(node: GraphNode, to: Lowering, mode: 'constant' | 'reflect'): void {
  const pairs = to.integers(node, 1);
  const [begins, ends] = [0, 1].map((side) => pairs.filter((_, at) => at % 2 === side));
  const amounts = to.numbers(node, 'pads', { int64: [...(begins ?? []), ...(ends ?? [])] });
  const value = node.inputs[2] === undefined ? [] : [to.value(node.inputs[2])];
  to.emit(node, {
    op: 'Pad',
    inputs: [to.value(node.inputs[0] ?? ''), amounts, ...value],
    attributes: [string('mode', mode)],
  });
}

const pad: Lower = (node, to) => padded(node, to, 'constant');

const mirrorPad: Lower = (node, to) => {
  if (attributeOf(node, 'mode') !== 'REFLECT') throw unmapped(node, 'it repeats the edge of what it pads');
  padded(node, to, 'reflect');
};

interface Blocks {
  /** Sides of a block. */
  readonly block: readonly number[];
  /** What is put around the sides, or cut off: begin and end of each. */
  readonly amounts: readonly number[];
}

const blocksOf = (node: GraphNode, to: Lowering): Blocks => ({
  block: to.integers(node, 1),
  amounts: to.integers(node, 2),
});

/** Channels, and what lies behind the sides that have blocks. */
const behind = (dims: readonly number[], { block }: Blocks): readonly number[] =>
  dims.slice(block.length + 1);

/** Every place of a block becomes a sample of its own: pad, cut the sides into blocks, bring their places to the front. */
const spaceToBatch: Lower = (node, to) => {
  const [x = ''] = node.inputs;
  const blocks = blocksOf(node, to);
  const { block, amounts } = blocks;
  const dims = to.shape(x);
  const rest = behind(dims, blocks);
  const zeros = rest.map(() => 0);
  const pads = [0, 1].flatMap((side) => [0, ...amounts.filter((_, at) => at % 2 === side), ...zeros]);
  const wide = to.step(node, 'Pad', [to.value(x), to.numbers(node, 'pads', { int64: pads })]);
  const cells = block.map((size, side) => {
    const [begin = 0, end = 0] = amounts.slice(2 * side, 2 * side + 2);
    return ((dims[side + 1] ?? 0) + begin + end) / size;
  });
  const cut = [-1, ...block.flatMap((size, side) => [cells[side] ?? 1, size]), ...rest];
  const pieces = to.step(node, 'Reshape', [wide, to.numbers(node, 'cut', { int64: cut })]);
  const sides = block.map((_, side) => side);
  const last = rest.map((_, at) => 1 + 2 * block.length + at);
  const perm = [...sides.map((side) => 2 + 2 * side), 0, ...sides.map((side) => 1 + 2 * side), ...last];
  const turned = to.step(node, 'Transpose', [pieces], [ints('perm', perm)]);
  const shape = to.numbers(node, 'shape', { int64: [-1, ...cells, ...rest] });
  to.emit(node, { op: 'Reshape', inputs: [turned, shape] });
};

/** The way back. */
const batchToSpace: Lower = (node, to) => {
  const [x = ''] = node.inputs;
  const blocks = blocksOf(node, to);
  const { block, amounts } = blocks;
  const dims = to.shape(x);
  const rest = behind(dims, blocks);
  const cells = dims.slice(1, block.length + 1);
  const cut = to.numbers(node, 'cut', { int64: [...block, -1, ...cells, ...rest] });
  const pieces = to.step(node, 'Reshape', [to.value(x), cut]);
  const n = block.length;
  const sides = block.map((_, side) => side);
  const perm = [n, ...sides.flatMap((side) => [n + 1 + side, side]), ...rest.map((_, at) => 2 * n + 1 + at)];
  const turned = to.step(node, 'Transpose', [pieces], [ints('perm', perm)]);
  const wide = cells.map((size, side) => size * (block[side] ?? 1));
  const whole = to.step(node, 'Reshape', [
    turned,
    to.numbers(node, 'shape', { int64: [-1, ...wide, ...rest] }),
  ]);
  const starts = sides.map((side) => amounts[2 * side] ?? 0);
  const ends = sides.map((side) => (wide[side] ?? 0) - (amounts[2 * side + 1] ?? 0));
  to.emit(node, {
    op: 'Slice',
    inputs: [
      whole,
      to.numbers(node, 'starts', { int64: starts }),
      to.numbers(node, 'ends', { int64: ends }),
      to.numbers(node, 'axes', { int64: sides.map((side) => side + 1) }),
    ],
  });
};

/** Ops that give values another shape or type. */
export const SHAPE_OPS: Readonly<Record<string, Lower>> = {
  BatchToSpaceND: batchToSpace,
  BroadcastTo: broadcast,
  Cast: cast,
  ExpandDims: expandDims,
  Fill: fill,
  MirrorPad: mirrorPad,
  PadV2: pad,
  Reshape: reshape,
  Shape: shape,
  SpaceToBatchND: spaceToBatch,
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transpose,
};
