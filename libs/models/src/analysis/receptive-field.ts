import type { layers, LayersModel } from '@tensorflow/tfjs-layers';

/** Rows and columns of the input that one value of a layer's output depends on; `all` where that is the whole input. */
export type ReceptiveField = readonly [rows: number, columns: number] | 'all';

interface Axis {
  readonly size: number;
  /** Input pixels between two neighbours of the output. */
  readonly jump: number;
}
type Field = readonly [Axis, Axis] | 'all';

/** A window that slides over rows and columns. */
interface Window {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
}

const START: Field = [
  { size: 1, jump: 1 },
  { size: 1, jump: 1 },
];
const WINDOWED = new Set([
  'Conv2D',
  'DepthwiseConv2D',
  'SeparableConv2D',
  'MaxPooling2D',
  'AveragePooling2D',
  'RingmasterDilatedConv2D',
]);
/** Each value is made of the few values below it of a map that is smaller by the strides. */
const RAISING = new Set(['Conv2DTranspose', 'UpSampling2D']);
/** After these, every value depends on every pixel. */
const MIXING = new Set(['Dense', 'Flatten', 'GlobalAveragePooling2D', 'GlobalMaxPooling2D', 'Reshape']);

/**
 * The receptive field of every layer of a model for images, by the layer's name: along each axis (k − 1)·d·jump more for a
 * window of k with dilation d, and jump times its stride (A. Araujo et al., "Computing Receptive Fields of
 * Convolutional Neural Networks", Distill, 2019). Behind a transposed convolution ⌈k / stride⌉ values count, and the jump is
 * divided. Where branches meet the largest counts. Empty for other inputs.
 */
export function receptiveFields(model: LayersModel): ReadonlyMap<string, ReceptiveField> {
  const fields = new Map<string, Field>();
  if (model.inputs[0]?.shape.length !== 4) return new Map();
  for (const layer of model.layers) {
    const before = (layer.inboundNodes[0]?.inboundLayers ?? []).map(({ name }) => fields.get(name) ?? START);
    fields.set(layer.name, after(layer, before.reduce(wider, START)));
  }
  return new Map(Array.from(fields, ([name, field]) => [name, shown(field)]));
}

const wider = (a: Field, b: Field): Field => {
  if (a === 'all' || b === 'all') return 'all';
  const axis = (i: 0 | 1): Axis => ({
    size: Math.max(a[i].size, b[i].size),
    jump: Math.max(a[i].jump, b[i].jump),
  });
  return [axis(0), axis(1)];
};

function after(layer: layers.Layer, field: Field): Field {
  const kind = layer.getClassName();
  if (field === 'all' || MIXING.has(kind)) return 'all';
  if (RAISING.has(kind)) return raised(field, layer.getConfig());
  if (!WINDOWED.has(kind)) return field;
  const { size, strides } = windowOf(layer.getConfig());
  const axis = (i: 0 | 1): Axis => ({
    size: field[i].size + (size[i] - 1) * field[i].jump,
    jump: field[i].jump * strides[i],
  });
  return [axis(0), axis(1)];
}

function raised(field: readonly [Axis, Axis], config: Readonly<Record<string, unknown>>): Field {
  const { size } = windowOf(config);
  const strides = pair(config['size'] ?? config['strides']);
  const axis = (i: 0 | 1): Axis => ({
    size: field[i].size + (Math.ceil(size[i] / strides[i]) - 1) * field[i].jump,
    jump: field[i].jump / strides[i],
  });
  return [axis(0), axis(1)];
}

function pair(value: unknown): readonly [number, number] {
  const [rows = 1, columns = rows] = [value ?? 1].flat() as number[];
  return [rows, columns];
}

function windowOf(config: Readonly<Record<string, unknown>>): Window {
  const window = pair(config['kernelSize'] ?? config['poolSize']);
  const dilation = pair(config['dilationRate']);
  return {
    size: [(window[0] - 1) * dilation[0] + 1, (window[1] - 1) * dilation[1] + 1],
    strides: pair(config['strides']),
  };
}

const shown = (field: Field): ReceptiveField => (field === 'all' ? 'all' : [field[0].size, field[1].size]);
