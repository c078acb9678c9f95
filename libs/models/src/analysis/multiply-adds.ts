import type { layers } from '@tensorflow/tfjs-layers';

/** Layers that apply each kernel once at every position of their output. */
const PER_POSITION = new Set([
  'Dense',
  'Conv1D',
  'Conv2D',
  'Conv3D',
  'DepthwiseConv2D',
  'SeparableConv2D',
  'RingmasterDilatedConv2D',
]);
/** Layers that apply each kernel once at every position of their input. */
const PER_INPUT_POSITION = new Set(['Conv2DTranspose', 'Conv3DTranspose']);
/** Layers that apply their kernels once for every time step of their input. */
const PER_TIME_STEP = new Set(['SimpleRNN', 'GRU', 'LSTM', 'RingmasterGru']);

const product = (dims: readonly number[]): number => dims.reduce((all, dim) => all * dim, 1);

/**
 * Multiply-adds of one sample's forward pass through a layer, as papers count them: those of kernels alone, so that
 * biases, normalisations, activations and poolings are 0. Floating-point operations are twice as many.
 */
export function multiplyAdds(layer: layers.Layer): number {
  const kernels = layer.weights
    .filter(({ originalName }) => /kernel$/.test(originalName))
    .map(({ shape }) => product(shape.map(Number)))
    .reduce((sum, size) => sum + size, 0);
  const kind = layer.getClassName();
  if (kind === 'RingmasterMultiHeadAttention') return ofAttention(layer);
  if (kind === 'RingmasterTokenEmbedding') return ofComparisons(layer);
  if (PER_POSITION.has(kind)) return kernels * positionsOf(layer);
  if (PER_INPUT_POSITION.has(kind)) return kernels * product((inputsOf(layer)[0] ?? []).slice(0, -1));
  if (PER_TIME_STEP.has(kind)) return kernels * (sampleShape(layer.inboundNodes[0]?.inputShapes[0])[0] ?? 1);
  return 0;
}

/** Of all places where it is applied. */
const positionsOf = ({ inboundNodes }: layers.Layer): number =>
  inboundNodes.reduce((sum, { outputShapes: [shape] }) => sum + product(sampleShape(shape).slice(0, -1)), 0);

const inputsOf = (layer: layers.Layer, node = 0): readonly (readonly number[])[] =>
  (layer.inboundNodes[node]?.inputShapes ?? []).map(sampleShape);

/** Projections at every position of the sequence, or of the memory, and the two products of queries, keys and values. */
function ofAttention(layer: layers.Layer): number {
  const [[queries = 1, width = 1] = [], memory] = inputsOf(layer);
  const keys = layer.getConfig()['cross'] === true ? (memory?.[0] ?? 1) : queries;
  const projections = layer.weights
    .filter(({ originalName }) => originalName.endsWith('kernel'))
    .map(
      ({ originalName, shape }) =>
        product(shape.map(Number)) * (originalName.endsWith('kv_kernel') ? keys : queries),
    );
  return projections.reduce((sum, size) => sum + size, 0) + 2 * queries * keys * width;
}

/** A table that is looked up multiplies nothing; one that gives logits is a kernel at every position. */
function ofComparisons(layer: layers.Layer): number {
  const table = product((layer.weights[0]?.shape ?? []).map(Number));
  const positions = layer.inboundNodes.map((_, node) => inputsOf(layer, node)[0] ?? []);
  return positions.filter((shape) => shape.length === 2).reduce((sum, [time = 1]) => sum + time * table, 0);
}

/** A shape without the batch dimension. */
export function sampleShape(shape: unknown): readonly number[] {
  return (shape as (number | null)[]).slice(1).map(Number);
}
