import type { AttributeValue, GraphNode } from '../graph/graph-def.js';
import { float, int, ints, type OnnxAttribute } from './onnx-model.js';
import { type Lowering, unmapped } from './lowering.js';

type Lower = (node: GraphNode, to: Lowering) => void;

export const attributeOf = ({ attributes }: GraphNode, wanted: string): AttributeValue['value'] | undefined =>
  attributes.find(({ name }) => name === wanted)?.value;

/** Height and width of a list for all four dimensions. */
function spatial(node: GraphNode, name: string): readonly [number, number] {
  const list = attributeOf(node, name) as readonly number[] | undefined;
  return [list?.[1] ?? 1, list?.[2] ?? 1];
}

function requireChannelsLast(node: GraphNode): void {
  const format = attributeOf(node, 'data_format') ?? 'NHWC';
  if (format !== 'NHWC') throw unmapped(node, `its data_format is ${String(format)}`);
}

interface Window {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
}

/** ONNX wants begin and end of both dimensions; TensorFlow's SAME pads as little as fills the last window, more at the end. */
function pads(node: GraphNode, to: Lowering, { size, strides, dilations }: Window): OnnxAttribute {
  const padding = String(attributeOf(node, 'padding'));
  if (padding === 'VALID') return ints('pads', [0, 0, 0, 0]);
  if (padding === 'EXPLICIT') {
    const all = (attributeOf(node, 'explicit_paddings') ?? []) as readonly number[];
    return ints('pads', [all[2] ?? 0, all[4] ?? 0, all[3] ?? 0, all[5] ?? 0]);
  }
  const [input, output] = [to.shape(node.inputs[0] ?? ''), to.shape(node.name)];
  const both = [0, 1].map((axis) => {
    const reach = ((size[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    const total = Math.max(
      ((output[axis + 1] ?? 1) - 1) * (strides[axis] ?? 1) + reach - (input[axis + 1] ?? 1),
      0,
    );
    return [Math.floor(total / 2), Math.ceil(total / 2)] as const;
  });
  return ints('pads', [both[0]?.[0] ?? 0, both[1]?.[0] ?? 0, both[0]?.[1] ?? 0, both[1]?.[1] ?? 0]);
}

/** Filters are [height, width, in, out] (with `out` for each channel where every channel has its own). */
const convolution =
  (isDepthwise: boolean): Lower =>
  (node, to) => {
    requireChannelsLast(node);
    const [height = 1, width = 1, channels = 1, out = 1] = to.shape(node.inputs[1] ?? '');
    const window: Window = {
      size: [height, width],
      strides: spatial(node, 'strides'),
      dilations: spatial(node, 'dilations'),
    };
    const filter = isDepthwise
      ? { perm: [2, 3, 0, 1], dims: [channels * out, 1, height, width] }
      : { perm: [3, 2, 0, 1] };
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
 * Filters are [height, width, out, in]. The input is the third operand; what SAME cuts off at both ends, more of it at the
 * end, follows from the sizes, and what is missing there is added.
 */
const transposedConvolution: Lower = (node, to) => {
  requireChannelsLast(node);
  const [height = 1, width = 1] = to.shape(node.inputs[1] ?? '');
  const size = [height, width] as const;
  const [strides, dilations] = [spatial(node, 'strides'), spatial(node, 'dilations')];
  const [input, output] = [to.shape(node.inputs[2] ?? ''), to.shape(node.name)];
  const surplus = ([0, 1] as const).map(
    (axis) =>
      ((input[axis + 1] ?? 1) - 1) * strides[axis] +
      (size[axis] - 1) * dilations[axis] +
      1 -
      (output[axis + 1] ?? 1),
  );
  const cut = surplus.map((total) => Math.max(0, total));
  to.emit(node, {
    op: 'ConvTranspose',
    inputs: [to.value(node.inputs[2] ?? '', 'first'), to.weights(node, 1, { perm: [3, 2, 0, 1] })],
    attributes: [
      ints('kernel_shape', size),
      ints('strides', strides),
      ints('dilations', dilations),
      ints('pads', [
        ...cut.map((total) => Math.floor(total / 2)),
        ...cut.map((total) => Math.ceil(total / 2)),
      ]),
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
    const window: Window = {
      size: spatial(node, 'ksize'),
      strides: spatial(node, 'strides'),
      dilations: [1, 1],
    };
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

/** Ops that ONNX knows with channels first alone. */
export const SPATIAL_OPS: Readonly<Record<string, Lower>> = {
  Conv2D: convolution(false),
  Conv2DBackpropInput: transposedConvolution,
  DepthwiseConv2dNative: convolution(true),
  MaxPool: pooling('MaxPool'),
  AvgPool: pooling('AveragePool'),
  FusedBatchNorm: normalization,
  FusedBatchNormV2: normalization,
  FusedBatchNormV3: normalization,
};
