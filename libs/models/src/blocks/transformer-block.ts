import { initializers, layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { type GeluKind, geluLayer } from '../layers/gelu.js';
import { multiHeadAttention } from '../layers/multi-head-attention.js';
import { layerNorm } from '../layers/normalizations.js';
import { seededDropout } from '../layers/seeded-dropout.js';
import { apply, chain } from './chain.js';

/** What all blocks of a transformer have in common. */
export interface BlockStyle {
  readonly width: number;
  readonly heads: number;
  /** Units of the hidden layer of the position-wise network. */
  readonly feedForward: number;
  readonly activation: GeluKind | 'relu';
  /** Normalise before each part, or after its addition as in the first papers. */
  readonly norm: 'pre' | 'post';
  readonly epsilon: number;
  /** Share of values dropped after each part and of attention weights. */
  readonly dropout: number;
  readonly causal?: boolean;
  /** Standard deviation of kernels; default: Glorot's law. */
  readonly deviation?: number;
  /** That of the kernels whose results are added to the residual stream; default: `deviation`. */
  readonly residualDeviation?: number;
}

/** What a position may look at, beside the sequence itself. */
export interface BlockInputs {
  /** 1 for the tokens of the sequence, 0 for its padding. */
  readonly mask?: SymbolicTensor | undefined;
  /** What a decoder attends to after itself. */
  readonly memory?: SymbolicTensor | undefined;
  readonly memoryMask?: SymbolicTensor | undefined;
}

/** A dense layer with kernels of the style's law. */
export function styledDense(
  style: Pick<BlockStyle, 'deviation'>,
  options: { readonly name: string; readonly units: number; readonly activation?: 'relu' | 'tanh' },
): layers.Layer {
  const { deviation } = style;
  const kernelInitializer =
    deviation === undefined
      ? ('glorotUniform' as const)
      : initializers.randomNormal({ mean: 0, stddev: deviation });
  return layers.dense({ ...options, kernelInitializer });
}

export const dropoutAfter = (x: SymbolicTensor, name: string, rate: number): SymbolicTensor =>
  rate > 0 ? chain(x, seededDropout({ name, rate })) : x;

/**
 * A transformer block (A. Vaswani et al., NIPS 2017): self-attention, attention to a memory where there is one, and a
 * position-wise network, each with dropout, a residual connection and layer normalisation. `[batch, time, width]` → the same.
 */
export function transformerBlock(
  x: SymbolicTensor,
  name: string,
  { style, inputs = {} }: { readonly style: BlockStyle; readonly inputs?: BlockInputs },
): SymbolicTensor {
  const { mask, memory, memoryMask } = inputs;
  const attended = residual(x, `${name}_attention`, {
    style,
    part: (y) => attention(y, `${name}_attention`, { style, others: [], mask }),
  });
  const informed = memory
    ? residual(attended, `${name}_cross`, {
        style,
        part: (y) => attention(y, `${name}_cross`, { style, others: [memory], mask: memoryMask }),
      })
    : attended;
  return residual(informed, `${name}_mlp`, {
    style,
    part: (y) => positionWise(y, `${name}_mlp`, style),
  });
}

interface Part {
  readonly style: BlockStyle;
  readonly part: (x: SymbolicTensor) => SymbolicTensor;
}

function residual(x: SymbolicTensor, name: string, { style, part }: Part): SymbolicTensor {
  const norm = layerNorm({ name: `${name}_norm`, epsilon: style.epsilon });
  const result = part(style.norm === 'pre' ? chain(x, norm) : x);
  const sum = apply(layers.add({ name: `${name}_add` }), [
    x,
    dropoutAfter(result, `${name}_dropout`, style.dropout),
  ]);
  return style.norm === 'pre' ? sum : chain(sum, norm);
}

interface Attended {
  readonly style: BlockStyle;
  readonly others: readonly SymbolicTensor[];
  readonly mask?: SymbolicTensor | undefined;
}

function attention(x: SymbolicTensor, name: string, { style, others, mask }: Attended): SymbolicTensor {
  const { heads, dropout, causal = false, deviation, residualDeviation } = style;
  const layer = multiHeadAttention({
    name,
    heads,
    dropout,
    cross: others.length > 0,
    causal: causal && others.length === 0,
    masked: mask !== undefined,
    ...(deviation !== undefined && { deviation }),
    ...(residualDeviation !== undefined && { outDeviation: residualDeviation }),
  });
  const given = [x, ...others, ...(mask ? [mask] : [])];
  return apply(layer, given.length === 1 ? x : given);
}

function positionWise(x: SymbolicTensor, name: string, style: BlockStyle): SymbolicTensor {
  const { activation, feedForward, width, deviation, residualDeviation = deviation } = style;
  const up = { name: `${name}_up`, units: feedForward };
  const hidden =
    activation === 'relu'
      ? chain(x, styledDense(style, { ...up, activation }))
      : chain(x, styledDense(style, up), geluLayer({ name: `${name}_gelu`, kind: activation }));
  const out = residualDeviation === undefined ? {} : { deviation: residualDeviation };
  return chain(hidden, styledDense(out, { name: `${name}_down`, units: width }));
}
