import { assert } from '@ringmaster/core';
import {
  cast,
  gather,
  matMul,
  mul,
  reshape,
  serialization,
  type Tensor,
  type Tensor1D,
  tidy,
} from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import type { Shape } from './layer-types.js';
import { onlyInput } from './only-input.js';

export interface TokenEmbeddingOptions {
  readonly name: string;
  readonly vocabulary: number;
  readonly width: number;
  /** Multiplies the vectors that are looked up, not the logits; √width in the Transformer. Default 1. */
  readonly scale?: number;
  /** Standard deviation of the first vectors. Default 0.02. */
  readonly deviation?: number;
}

/**
 * One table of vectors, for both ends of a language model (O. Press, L. Wolf, EACL 2017): token numbers `[batch, time]` are
 * looked up, `→ [batch, time, width]`, and hidden states `[batch, time, width]` are compared with every vector,
 * `→ logits [batch, time, vocabulary]`. Applied twice it is one layer with one weight.
 */
class TokenEmbedding extends layers.Layer {
  static readonly className = 'RingmasterTokenEmbedding';
  private readonly options: Required<Omit<TokenEmbeddingOptions, 'name'>>;
  private table: LayerVariable | undefined;

  constructor({ name, scale = 1, deviation = 0.02, vocabulary, width }: TokenEmbeddingOptions) {
    super({ name });
    this.options = { vocabulary, width, scale, deviation };
  }

  override build(): void {
    const { vocabulary, width, deviation } = this.options;
    const start = initializers.randomNormal({ mean: 0, stddev: deviation });
    this.table = this.addWeight('embeddings', [vocabulary, width], 'float32', start);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      assert(this.table, `layer ${this.name} is not built`);
      const [x, table] = [onlyInput(inputs), this.table.read()];
      return x.rank === 2 ? this.lookUp(x, table) : this.compare(x, table);
    });
  }

  private lookUp(tokens: Tensor, table: Tensor): Tensor {
    const numbers = cast(reshape(tokens, [-1]), 'int32') as Tensor1D;
    const vectors = reshape(gather(table, numbers), [...tokens.shape, this.options.width]);
    return this.options.scale === 1 ? vectors : mul(vectors, this.options.scale);
  }

  private compare(hidden: Tensor, table: Tensor): Tensor {
    const { vocabulary, width } = this.options;
    const logits = matMul(reshape(hidden, [-1, width]), table, false, true);
    return reshape(logits, [...hidden.shape.slice(0, -1), vocabulary]);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const { vocabulary, width } = this.options;
    return inputShape.length === 2 ? [...inputShape, width] : [...inputShape.slice(0, -1), vocabulary];
  }

  /** tfjs counts every use of a layer, but a model disposes each of its layers once: a table used twice would stay. */
  override dispose(): ReturnType<layers.Layer['dispose']> {
    if (this._refCount !== null) this._refCount = Math.min(this._refCount, 1);
    return super.dispose();
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...this.options,
      embeddingsInitializer: {
        className: 'RandomNormal',
        config: { mean: 0, stddev: this.options.deviation },
      },
    };
  }
}
serialization.registerClass(TokenEmbedding as unknown as serialization.SerializableConstructor<layers.Layer>);

/** A table of token vectors that also turns hidden states into logits. */
export const tokenEmbedding = (options: TokenEmbeddingOptions): layers.Layer => new TokenEmbedding(options);
