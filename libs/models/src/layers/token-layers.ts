import { assert, TrainError } from '@ringmaster/core';
import {
  add,
  cast,
  concat,
  cumsum,
  equal,
  gather,
  minimum,
  notEqual,
  reshape,
  reverse,
  scalar,
  serialization,
  slice,
  sub,
  type Tensor,
  type Tensor1D,
  tidy,
} from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import type { Shape } from './layer-types.js';
import { onlyInput } from './only-input.js';

/** 1 for a token, 0 for padding: `[batch, time]` → the same, float32. */
class PaddingMask extends layers.Layer {
  static readonly className = 'RingmasterPaddingMask';
  private readonly pad: number;

  constructor({ name, pad }: { readonly name: string; readonly pad: number }) {
    super({ name });
    this.pad = pad;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => cast(notEqual(cast(onlyInput(inputs), 'int32'), this.pad), 'float32'));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), pad: this.pad };
  }
}

interface SliceTimeOptions {
  readonly name: string;
  readonly begin: number;
  readonly size: number;
}

/** Neighbouring positions of the second axis: `[batch, time, …]` → `[batch, size, …]`. */
class SliceTime extends layers.Layer {
  static readonly className = 'RingmasterSliceTime';
  private readonly window: readonly [begin: number, size: number];

  constructor({ name, begin, size }: SliceTimeOptions) {
    super({ name });
    this.window = [begin, size];
  }

  override build([, time]: Shape): void {
    const [begin, size] = this.window;
    if (begin + size > Number(time))
      throw new TrainError(
        'invalid',
        `layer ${this.name} takes positions ${begin} to ${begin + size - 1}, but its input has ${time}`,
      );
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs);
      const [begin, size] = this.window;
      const rest = x.shape.slice(2);
      return slice(x, [0, begin, ...rest.map(() => 0)], [x.shape[0] ?? 1, size, ...rest]);
    });
  }

  override computeOutputShape([batch, , ...rest]: Shape): Shape {
    return [batch ?? null, this.window[1], ...rest];
  }

  override getConfig(): serialization.ConfigDict {
    const [begin, size] = this.window;
    return { ...super.getConfig(), begin, size };
  }
}

/** The positions in reverse order: `[batch, time, …]` → the same. */
class ReverseTime extends layers.Layer {
  static readonly className = 'RingmasterReverseTime';

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => reverse(onlyInput(inputs), 1));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}

/** Puts one learned vector before the first position: `[batch, time, width]` → `[batch, 1 + time, width]`. */
class ClassToken extends layers.Layer {
  static readonly className = 'RingmasterClassToken';
  private token: LayerVariable | undefined;

  override build([, , width]: Shape): void {
    this.token = this.addWeight('token', [1, 1, width ?? null], 'float32', initializers.zeros());
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs);
      assert(this.token, `layer ${this.name} is not built`);
      const first = slice(x, [0, 0, 0], [x.shape[0] ?? 1, 1, x.shape[2] ?? 1]);
      // Zeros of the batch's size, made of the input: a compiled graph then holds for any batch.
      const blank = sub(first, first);
      return concat([add(blank, this.token.read()), x], 1);
    });
  }

  override computeOutputShape([batch, time, width]: Shape): Shape {
    return [batch ?? null, Number(time) + 1, width ?? null];
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), tokenInitializer: { className: 'Zeros', config: {} } };
  }
}

export interface SegmentEmbeddingOptions {
  readonly name: string;
  /** Kinds of segments. Default 2. */
  readonly types?: number;
  /** The token that ends a segment; without it everything is of the first kind. */
  readonly separator?: number;
  /** Standard deviation of the first vectors. Default 0.02. */
  readonly deviation?: number;
}

/** Adds the vector of its segment to every position: `[x [batch, time, width], tokens [batch, time]]` → `x`'s shape. */
class SegmentEmbedding extends layers.Layer {
  static readonly className = 'RingmasterSegmentEmbedding';
  private readonly types: number;
  private readonly separator: number | undefined;
  private readonly deviation: number;
  private table: LayerVariable | undefined;

  constructor({ name, types = 2, separator, deviation = 0.02 }: SegmentEmbeddingOptions) {
    super({ name });
    this.types = types;
    this.separator = separator;
    this.deviation = deviation;
  }

  override build(shapes: Shape | Shape[]): void {
    const [x = []] = shapes as Shape[];
    const start = initializers.randomNormal({ mean: 0, stddev: this.deviation });
    this.table = this.addWeight('embeddings', [this.types, x.at(-1) ?? null], 'float32', start);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const [x, tokens] = inputs as Tensor[];
      assert(x && tokens && this.table, `layer ${this.name} takes hidden states and tokens`);
      const table = this.table.read();
      if (this.separator === undefined) return add(x, slice(table, [0, 0], [1, table.shape[1] ?? 1]));
      const ends = cast(equal(cast(tokens, 'int32'), this.separator), 'int32');
      const segments = minimum(cumsum(ends, 1, true), scalar(this.types - 1, 'int32'));
      return add(x, reshape(gather(table, reshape(segments, [-1]) as Tensor1D), x.shape));
    });
  }

  override computeOutputShape(shapes: Shape | Shape[]): Shape {
    return (shapes as Shape[])[0] ?? [];
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      types: this.types,
      ...(this.separator !== undefined && { separator: this.separator }),
      deviation: this.deviation,
      embeddingsInitializer: { className: 'RandomNormal', config: { mean: 0, stddev: this.deviation } },
    };
  }
}

for (const layer of [PaddingMask, SliceTime, ReverseTime, ClassToken, SegmentEmbedding])
  serialization.registerClass(layer as unknown as serialization.SerializableConstructor<layers.Layer>);

/** Tells tokens from padding; what {@link multiHeadAttention} takes as its mask. */
export const paddingMask = (options: { readonly name: string; readonly pad: number }): layers.Layer =>
  new PaddingMask(options);
export const sliceTime = (options: SliceTimeOptions): layers.Layer => new SliceTime(options);
export const reverseTime = (options: { readonly name: string }): layers.Layer => new ReverseTime(options);
/** BERT's and ViT's place for what is told of the whole sample. */
export const classToken = (options: { readonly name: string }): layers.Layer => new ClassToken(options);
/** Segments as in BERT (J. Devlin et al., NAACL 2019), counted from the separators before a token. */
export const segmentEmbedding = (options: SegmentEmbeddingOptions): layers.Layer =>
  new SegmentEmbedding(options);
