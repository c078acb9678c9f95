import { assert, TrainError } from '@ringmaster/core';
import { add, matMul, reshape, serialization, split, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { attend, joinHeads, splitHeads } from './attend.js';
import { increment, keepKeys } from './increment-scope.js';
import { extended } from './extended-keys.js';
import type { CallOptions, Shape } from './layer-types.js';

export interface MultiHeadAttentionOptions {
  readonly name: string;
  /** Must divide the width. */
  readonly heads: number;
  /** A position sees itself and what is before it. Default false. */
  readonly causal?: boolean;
  /** Keys and values come from a second input, the memory. Default false. */
  readonly cross?: boolean;
  /** The last input is `[batch, keys]`: 1 for a key that may be seen, 0 for padding. Default false. */
  readonly masked?: boolean;
  /** Share of attention weights that is dropped in training. Default 0. */
  readonly dropout?: number;
  /** Standard deviation of the first kernels; default: Glorot's uniform law. */
  readonly deviation?: number;
  /** The same for the last projection alone; default: `deviation`. */
  readonly outDeviation?: number;
}

const CLASS_NAME = 'RingmasterMultiHeadAttention';

/** Whether a layer of a model is one of these. */
export const attends = (model: { readonly layers: readonly layers.Layer[] }): boolean =>
  model.layers.some((layer) => layer.getClassName() === CLASS_NAME);

/** Layers whose results at a position depend on that position alone. */
const POSITION_WISE = new Set([
  'InputLayer',
  'Add',
  'Dense',
  'Dropout',
  'RingmasterGelu',
  'RingmasterLayerNorm',
  'RingmasterLearnedPositions',
  'RingmasterOutputBias',
  'RingmasterRmsNorm',
  'RingmasterSinusoidalPositions',
  'RingmasterTokenEmbedding',
]);

/**
 * The names of a model's attention layers, in order, where it can go on with a sequence by what they keep: each looks back, and
 * nothing else mixes positions. Undefined of any other model.
 */
export function incrementalLayers(model: {
  readonly layers: readonly layers.Layer[];
}): readonly string[] | undefined {
  const names: string[] = [];
  for (const layer of model.layers) {
    if (layer.getClassName() === CLASS_NAME) {
      const { causal, cross, masked } = layer.getConfig();
      if (causal !== true || cross === true || masked === true) return undefined;
      names.push(layer.name);
    } else if (!POSITION_WISE.has(layer.getClassName())) return undefined;
  }
  return names.length > 0 ? names : undefined;
}

type Projection = readonly [kernel: LayerVariable, bias: LayerVariable];
type Role = 'qkv' | 'q' | 'kv' | 'out';
interface Settings {
  readonly heads: number;
  readonly causal: boolean;
  readonly cross: boolean;
  readonly masked: boolean;
  readonly dropout: number;
  readonly deviation: number | undefined;
  readonly outDeviation: number | undefined;
}

const law = (deviation: number | undefined) =>
  deviation === undefined
    ? initializers.glorotUniform({})
    : initializers.randomNormal({ mean: 0, stddev: deviation });

const spec = (deviation: number | undefined) => ({
  className: deviation === undefined ? 'VarianceScaling' : 'RandomNormal',
  config:
    deviation === undefined
      ? { scale: 1, mode: 'fanAvg', distribution: 'uniform' }
      : { mean: 0, stddev: deviation },
});

/**
 * Attention of several heads with its projections: queries, keys and values of self-attention in one kernel
 * `qkv_kernel [width, 3·width]`; with `cross` `q_kernel [width, width]` and, for keys and values, `kv_kernel
 * [memory, 2·width]`; then `out_kernel [width, width]`; each with a bias.
 */
class MultiHeadAttention extends layers.Layer {
  static readonly className = CLASS_NAME;
  private readonly settings: Settings;
  private readonly projections = new Map<Role, Projection>();

  constructor(options: MultiHeadAttentionOptions) {
    super({ name: options.name });
    const { heads, causal = false, cross = false, masked = false, dropout = 0 } = options;
    const { deviation, outDeviation = deviation } = options;
    this.settings = { heads, causal, cross, masked, dropout, deviation, outDeviation };
    if (causal && cross)
      throw new TrainError('invalid', `layer ${options.name}: a memory has no past; causal or cross`);
  }

  override build(shapes: Shape | Shape[]): void {
    const [x = [], memory = []] = (Array.isArray(shapes[0]) ? shapes : [shapes]) as Shape[];
    const width = Number(x.at(-1));
    const { heads, cross, deviation, outDeviation } = this.settings;
    if (width % heads !== 0)
      throw new TrainError(
        'invalid',
        `layer ${this.name}: a width of ${width} is not a multiple of ${heads} heads`,
      );
    const add = (role: Role, [inputs, outputs]: readonly [number, number], spread: number | undefined) =>
      this.projections.set(role, [
        this.addWeight(`${role}_kernel`, [inputs, outputs], 'float32', law(spread)),
        this.addWeight(`${role}_bias`, [outputs], 'float32', initializers.zeros()),
      ]);
    if (cross) {
      add('q', [width, width], deviation);
      add('kv', [Number(memory.at(-1)), 2 * width], deviation);
    } else add('qkv', [width, 3 * width], deviation);
    add('out', [width, width], outDeviation);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor {
    return tidy(() => {
      const given = Array.isArray(inputs) ? [...inputs] : [inputs];
      const keys = this.settings.masked ? given.pop() : undefined;
      const [x, memory] = given;
      assert(x, `layer ${this.name} was called without an input`);
      const [q, k, v] = this.heads(x, memory);
      const dropout = options['training'] ? this.settings.dropout : 0;
      const { causal } = this.settings;
      const scope = causal ? increment() : undefined;
      const seen = scope ? extended(scope, this.name, [k, v]) : ([k, v] as const);
      if (scope) keepKeys(scope, this.name, seen);
      const mixed = attend(q, seen, { causal, position: scope?.position, keys, dropout });
      return this.project('out', joinHeads(mixed));
    });
  }

  private heads(x: Tensor, memory: Tensor | undefined): [Tensor, Tensor, Tensor] {
    const { heads, cross } = this.settings;
    if (!cross) return split(splitHeads(this.project('qkv', x), 3, heads), 3, 1) as [Tensor, Tensor, Tensor];
    assert(memory, `layer ${this.name} was called without a memory`);
    const [k, v] = split(splitHeads(this.project('kv', memory), 2, heads), 2, 1) as [Tensor, Tensor];
    return [splitHeads(this.project('q', x), 1, heads), k, v];
  }

  private project(role: Role, x: Tensor): Tensor {
    const projection = this.projections.get(role);
    assert(projection, `layer ${this.name} is not built`);
    const [kernel, bias] = projection.map((weight) => weight.read()) as [Tensor, Tensor];
    const [batch = 1, time = 1, width = 1] = x.shape;
    const y = add(matMul(reshape(x, [batch * time, width]), kernel), bias);
    return reshape(y, [batch, time, kernel.shape[1] ?? 1]);
  }

  override computeOutputShape(shapes: Shape | Shape[]): Shape {
    return (Array.isArray(shapes[0]) ? shapes[0] : shapes) as Shape;
  }

  override getConfig(): serialization.ConfigDict {
    const { deviation, outDeviation, ...settings } = this.settings;
    const roles: readonly Role[] = settings.cross ? ['q', 'kv', 'out'] : ['qkv', 'out'];
    const laws = roles.flatMap((role) => [
      [`${role}KernelInitializer`, spec(role === 'out' ? outDeviation : deviation)],
      [`${role}BiasInitializer`, { className: 'Zeros', config: {} }],
    ]);
    return {
      ...super.getConfig(),
      ...settings,
      ...(deviation !== undefined && { deviation }),
      ...(outDeviation !== undefined && { outDeviation }),
      ...(Object.fromEntries(laws) as serialization.ConfigDict),
    };
  }
}
serialization.registerClass(
  MultiHeadAttention as unknown as serialization.SerializableConstructor<layers.Layer>,
);

/**
 * Multi-head attention (A. Vaswani et al., NIPS 2017): `x`, or `[x, memory]` with `cross`, each `[batch, time, width]`, and
 * a mask last with `masked`; gives `[batch, time of x, width of x]`.
 */
export const multiHeadAttention = (options: MultiHeadAttentionOptions): layers.Layer =>
  new MultiHeadAttention(options);
