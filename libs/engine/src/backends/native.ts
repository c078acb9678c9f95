import { TrainError } from '@ringmaster/core';
import { findBackend, type KernelBackend, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';

/** One attribute of an op, as the binding takes it; `type` is one of the binding's `TF_ATTR_…` numbers. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

export interface TensorMetadata {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

export type HostValues = Float32Array | Int32Array | Uint8Array;

/** The functions of TensorFlow's addon that this library uses. All are synchronous. */
export interface NativeBinding {
  /** Shares the memory of `values` where alignment allows; they must not change while the tensor lives. */
  createTensor(shape: readonly number[], dtype: number, values: HostValues | readonly Uint8Array[]): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): HostValues;
  executeOp(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): TensorMetadata[];
  loadSavedModel(dir: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(
    id: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): TensorMetadata[];
  getNumOfTensors(): number;
  getNumOfSavedModels(): number;
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_STRING: number;
  readonly TF_BOOL: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
}

/** tfjs-node's backend, with the members that its type declarations keep private. */
export interface NativeBackend extends KernelBackend {
  binding: NativeBinding;
  readonly isUsingGpuDevice: boolean;
  /** Uploads values that still lie in JavaScript, and gives the native ids. */
  getInputTensorIds(tensors: readonly TensorInfo[]): number[];
  createOutputTensor(metadata: TensorMetadata): Tensor;
  executeSingleOutput(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly TensorInfo[],
  ): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly TensorInfo[],
    outputs: number,
  ): Tensor[];
}

/** @throws TrainError `internal` when the native engine is not loaded. */
export function nativeBackend(): NativeBackend {
  const found = findBackend('tensorflow') as NativeBackend | null;
  if (!found) throw new TrainError('internal', 'the native engine is not loaded: call loadEngine first');
  return found;
}

/** An attribute that names a dtype. */
export const typeAttribute = (binding: NativeBinding, name: string, value: number): OpAttribute => ({
  name,
  type: binding.TF_ATTR_TYPE,
  value,
});
