/** A TensorFlow graph as plain data, in execution order. Names of edges are `node` or `node:output`. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: readonly GraphAttribute[];
  /** Shape of each result, as recorded. */
  readonly shapes?: readonly (readonly number[])[];
}

export type GraphAttribute = { readonly name: string } & AttributeValue;

export type AttributeValue =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'int' | 'float' | 'type'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'shape'; readonly value: readonly number[] }
  | { readonly kind: 'ints' | 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'bools'; readonly value: readonly boolean[] }
  | { readonly kind: 'tensor'; readonly value: ConstantValue };

/** A dense tensor's bytes, little-endian and row-major. `dtype` is TensorFlow's number. */
export interface ConstantValue {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}
