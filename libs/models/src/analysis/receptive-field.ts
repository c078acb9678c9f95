import type { layers, LayersModel } from '@tensorflow/tfjs-layers';

/**
 * Rows and columns of an image, or planes, rows and columns of a volume, that one value of a layer's output depends on; `all` where
 * that is the whole input.
 */
export type ReceptiveField = readonly number[] | 'all';

interface Axis {
  readonly size: number;
  /** Input pixels between two neighbours of the output. */
  readonly jump: number;
}
type Field = readonly Axis[] | 'all';

/** A window that slides over the sides. */
interface Window {
  readonly size: readonly number[];
  readonly strides: readonly number[];
}

const WINDOWED = new Set([
  'Conv2D',
  'DepthwiseConv2D',
  'SeparableConv2D',
  'MaxPooling2D',
  'AveragePooling2D',
  'RingmasterDilatedConv2D',
  'Conv3D',
  'MaxPooling3D',
  'AveragePooling3D',
]);
/** Each value is made of the few values below it of a map that is smaller by the strides. */
const RAISING = new Set(['Conv2DTranspose', 'UpSampling2D', 'Conv3DTranspose', 'RingmasterUpSampling3D']);
/** After these, every value depends on every pixel. */
const MIXING = new Set(['Dense', 'Flatten', 'GlobalAveragePooling2D', 'GlobalMaxPooling2D', 'Reshape']);

/**
 * The receptive field of every layer of a model for images or volumes, by the layer's name: along each axis (k − 1)·d·jump more for a
 * window of k with dilation d, and jump times its stride (A. Araujo et al., "Computing Receptive Fields of
 * Convolutional Neural Networks", Distill, 2019). Behind a transposed convolution ⌈k / stride⌉ values count, and the jump is
 * divided. Where branches meet the largest counts. Empty for other inputs.
 */
export function receptiveFields(model: LayersModel): ReadonlyMap<string, ReceptiveField> {
  const fields = new Map<string, Field>();
  const sides = (model.inputs[0]?.shape.length ?? 0) - 2;
  if (sides !== 2 && sides !== 3) return new Map();
  const start: Field = Array.from({ length: sides }, () => ({ size: 1, jump: 1 }));
  for (const layer of model.layers) {
    const before = (layer.inboundNodes[0]?.inboundLayers ?? []).map(({ name }) => fields.get(name) ?? start);
    fields.set(layer.name, after(layer, before.reduce(wider, start)));
  }
  return new Map(Array.from(fields, ([name, field]) => [name, shown(field)]));
}

const wider = (a: Field, b: Field): Field => {
  if (a === 'all' || b === 'all') return 'all';
  return a.map((one, i) => ({
    size: Math.max(one.size, b[i]?.size ?? 1),
    jump: Math.max(one.jump, b[i]?.jump ?? 1),
  }));
};

function after(layer: layers.Layer, field: Field): Field {
  const kind = layer.getClassName();
  if (field === 'all' || MIXING.has(kind)) return 'all';
  if (RAISING.has(kind)) return raised(field, layer.getConfig());
  if (!WINDOWED.has(kind)) return field;
  const { size, strides } = windowOf(layer.getConfig(), field.length);
  return field.map((axis, i) => ({
    size: axis.size + ((size[i] ?? 1) - 1) * axis.jump,
    jump: axis.jump * (strides[i] ?? 1),
  }));
}

function raised(field: readonly Axis[], config: Readonly<Record<string, unknown>>): Field {
  const { size } = windowOf(config, field.length);
  // Repeated voxels have no options: they double every side.
  const strides = sidesOf(config['size'] ?? config['strides'] ?? 2, field.length);
  return field.map((axis, i) => ({
    size: axis.size + (Math.ceil((size[i] ?? 1) / (strides[i] ?? 1)) - 1) * axis.jump,
    jump: axis.jump / (strides[i] ?? 1),
  }));
}

/** One number for each side, of a list or of one number for all. */
function sidesOf(value: unknown, sides: number): readonly number[] {
  const given = [value ?? 1].flat() as number[];
  return Array.from({ length: sides }, (_, side) => given[side] ?? given[0] ?? 1);
}

function windowOf(config: Readonly<Record<string, unknown>>, sides: number): Window {
  const window = sidesOf(config['kernelSize'] ?? config['poolSize'], sides);
  const dilation = sidesOf(config['dilationRate'], sides);
  return {
    size: window.map((size, side) => (size - 1) * (dilation[side] ?? 1) + 1),
    strides: sidesOf(config['strides'], sides),
  };
}

const shown = (field: Field): ReceptiveField => (field === 'all' ? 'all' : field.map(({ size }) => size));
