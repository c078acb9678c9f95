/** An ONNX model as plain data; the messages of proto/onnx.proto with the fields that exports use. */
export interface OnnxModel {
  readonly graphName: string;
  readonly producerVersion: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly metadata: Readonly<Record<string, string>>;
}

export interface OnnxNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly OnnxAttribute[];
}

export type OnnxAttribute = { readonly name: string } & (
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'string'; readonly value: string }
);

/** Element types of tensors, by TensorProto.DataType. */
export const ONNX_TYPES = { float: 1, int32: 6, int64: 7, bool: 9 } as const;
export type OnnxType = keyof typeof ONNX_TYPES;

/** A weight (float32), numbers that are names (int32), or a shape (int64); bytes are little-endian and row-major. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly number[];
  readonly bytes: Uint8Array;
}

/** An input or output; −1 in its shape is the batch. */
export interface OnnxPort {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

export const int = (name: string, value: number): OnnxAttribute => ({ name, kind: 'int', value });
export const float = (name: string, value: number): OnnxAttribute => ({ name, kind: 'float', value });
export const ints = (name: string, value: readonly number[]): OnnxAttribute => ({
  name,
  kind: 'ints',
  value,
});

export const string = (name: string, value: string): OnnxAttribute => ({ name, kind: 'string', value });

/** Bytes of an int64 tensor. */
export const int64Bytes = (values: readonly number[]): Uint8Array =>
  new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
