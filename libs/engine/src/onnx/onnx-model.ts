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
);

/** A weight (float32) or a shape (int64); bytes are little-endian and row-major. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: 'float' | 'int64';
  readonly dims: readonly number[];
  readonly bytes: Uint8Array;
}

/** A float32 input or output; −1 in its shape is the batch. */
export interface OnnxPort {
  readonly name: string;
  readonly shape: readonly number[];
}

export const int = (name: string, value: number): OnnxAttribute => ({ name, kind: 'int', value });
export const float = (name: string, value: number): OnnxAttribute => ({ name, kind: 'float', value });
export const ints = (name: string, value: readonly number[]): OnnxAttribute => ({
  name,
  kind: 'ints',
  value,
});

/** Bytes of an int64 tensor. */
export const int64Bytes = (values: readonly number[]): Uint8Array =>
  new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
