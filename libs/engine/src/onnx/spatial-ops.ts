import type { GraphNode } from '../graph/graph-def.js';
import { float, int, ints, type OnnxAttribute, string } from './onnx-model.js';
import { type Lowering, unmapped } from './lowering.js';
import { attributeOf, type Lower } from './lower.js';

/** The sides of a list that has an element for each dimension: height and width, or depth, height and width. */
function spatial(node: GraphNode, name: string): readonly number[] {
  const list = attributeOf(node, name) as readonly number[] | undefined;
  return list?.slice(1, -1) ?? [];
}

function requireChannelsLast(node: GraphNode): void {
  const format = attributeOf(node, 'data_format') ?? 'NHWC';
  if (format !== 'NHWC' && format !== 'NDHWC') throw unmapped(node, `its data_format is ${String(format)}`);
}

/** One number for each side. */
interface Window {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
}

const halves = (totals: readonly number[]): OnnxAttribute =>
  ints('pads', [
    ...totals.map((total) => Math.floor(total / 2)),
    ...totals.map((total) => Math.ceil(total / 2)),
  ]);

/** How far a window reaches along a side. */
const reach = ({ size, dilations }: Window, side: number): number =>
  ((size[side] ?? 1) - 1) * (dilations[side] ?? 1) + 1;

/** ONNX wants begin and end of every side; TensorFlow's SAME pads as little as fills the last window, more at the end. */
function pads(node: GraphNode, to: Lowering, window: Window): OnnxAttribute {
  const padding = String(attributeOf(node, 'padding'));
  if (padding === 'VALID') return halves(window.size.map(() => 0));
  if (padding === 'EXPLICIT') {
    const sides = ((attributeOf(node, 'explicit_paddings') ?? []) as readonly number[]).slice(2, -2);
    return ints(
      'pads',
      [0, 1].flatMap((end) => sides.filter((_, at) => at % 2 === end)),
    );
  }
  const [input, output] = [to.shape(node.inputs[0] ?? ''), to.shape(node.name)];
  const totals = window.size.map((_, side) => {
    const covered = ((output[side + 1] ?? 1) - 1) * (window.strides[side] ?? 1) + reach(window, side);
    return Math.max(covered - (input[side + 1] ?? 1), 0);
  });
  return halves(totals);
}

/** Filters are [sides…, in, out] (with `out` for each channel where every channel has its own). */
const convolution =
  (isDepthwise: boolean): Lower =>
  (node, to) => {
    requireChannelsLast(node);
    const shape = to.shape(node.inputs[1] ?? '');
    const size = shape.slice(0, -2);
    const [channels = 1, out = 1] = shape.slice(-2);
    const window: Window = {
      size,
      strides: spatial(node, 'strides'),
      dilations: spatial(node, 'dilations'),
    };
    const sides = size.map((_, side) => side);
    const filter = isDepthwise
      ? { perm: [2, 3, 0, 1], dims: [channels * out, 1, ...size] }
      : { perm: [size.length + 1, size.length, ...sides] };
    to.emit(node, {
      op: 'Conv',
      inputs: [to.value(node.inputs[0] ?? '', 'first'), to.weights(node, 1, filter)],
      attributes: [
        ints('kernel_shape', window.size),
        ints('strides', window.strides),
        ints('dilations', window.dilations),
        pads(node, to, window),
        int('group', isDepthwise ? channels : 1),
      ],
      layout: 'first',
    });
  };

/**
 * Filters are [sides…, out, in]. The input is the third operand; what SAME cuts off at both ends, more of it at the
 * end, follows from the sizes, and what is missing there is added.
 */
const transposedConvolution: Lower = (node, to) => {
  requireChannelsLast(node);
  const size = to.shape(node.inputs[1] ?? '').slice(0, -2);
  const window: Window = {
    size,
    strides: spatial(node, 'strides'),
    dilations: spatial(node, 'dilations'),
  };
  const [input, output] = [to.shape(node.inputs[2] ?? ''), to.shape(node.name)];
  const surplus = size.map((_, side) => {
    const covered = ((input[side + 1] ?? 1) - 1) * (window.strides[side] ?? 1) + reach(window, side);
    return covered - (output[side + 1] ?? 1);
  });
  const perm = [size.length + 1, size.length, ...size.map((_, side) => side)];
  to.emit(node, {
    op: 'ConvTranspose',
    inputs: [to.value(node.inputs[2] ?? '', 'first'), to.weights(node, 1, { perm })],
    attributes: [
      ints('kernel_shape', size),
      ints('strides', window.strides),
      ints('dilations', window.dilations),
      halves(surplus.map((total) => Math.max(0, total))),
      ints(
        'output_padding',
        surplus.map((total) => Math.max(0, -total)),
      ),
    ],
    layout: 'first',
  });
};

const pooling =
  (op: 'MaxPool' | 'AveragePool'): Lower =>
  (node, to) => {
    requireChannelsLast(node);
    const size = spatial(node, 'ksize');
    const window: Window = { size, strides: spatial(node, 'strides'), dilations: size.map(() => 1) };
    to.emit(node, {
      op,
      inputs: [to.value(node.inputs[0] ?? '', 'first')],
      // Both leave padding out of an average.
      attributes: [
        ints('kernel_shape', window.size),
        ints('strides', window.strides),
        pads(node, to, window),
      ],
      layout: 'first',
    });
  };

const normalization: Lower = (node, to) => {
  requireChannelsLast(node);
  if (attributeOf(node, 'is_training') !== false) throw unmapped(node, 'it computes statistics of the batch');
  const [x = '', ...statistics] = node.inputs;
  to.emit(node, {
    op: 'BatchNormalization',
    inputs: [to.value(x, 'first'), ...statistics.map((edge) => to.value(edge))],
    attributes: [float('epsilon', Number(attributeOf(node, 'epsilon')))],
    layout: 'first',
  });
};

/** Sides become a whole multiple. Where a pixel of the result lies in the input depends on two flags of TensorFlow's. */
const resize =
  (mode: 'nearest' | 'linear'): Lower =>
  (node, to) => {
    const [x = ''] = node.inputs;
    const [from, wanted] = [to.shape(x), to.shape(node.name)];
    const scales = wanted.slice(1, 3).map((size, side) => size / (from[side + 1] ?? 1));
    const flag = (name: string) => attributeOf(node, name) === true;
    const place = flag('half_pixel_centers') ? 'half_pixel' : 'asymmetric';
    to.emit(node, {
      op: 'Resize',
      inputs: [to.value(x, 'first'), '', to.numbers(node, 'scales', { list: [1, 1, ...scales] })],
      attributes: [
        string('mode', mode),
        string('coordinate_transformation_mode', flag('align_corners') ? 'align_corners' : place),
        ...(mode === 'nearest' ? [string('nearest_mode', 'floor')] : []),
      ],
      layout: 'first',
    });
  };

/** Ops that ONNX knows with channels first alone. */
export const SPATIAL_OPS: Readonly<Record<string, Lower>> = {
  Conv2D: convolution(false),
  Conv2DBackpropInput: transposedConvolution,
  Conv3D: convolution(false),
  Conv3DBackpropInputV2: transposedConvolution,
  DepthwiseConv2dNative: convolution(true),
  MaxPool: pooling('MaxPool'),
  ResizeBilinear: resize('linear'),
  ResizeNearestNeighbor: resize('nearest'),
  MaxPool3D: pooling('MaxPool'),
  AvgPool: pooling('AveragePool'),
  AvgPool3D: pooling('AveragePool'),
  FusedBatchNorm: normalization,
  FusedBatchNormV2: normalization,
  FusedBatchNormV3: normalization,
};
