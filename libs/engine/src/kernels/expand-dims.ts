import {
  ExpandDims,
  type KernelFunc,
  registerKernel,
  scalar,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { type NativeBackend, typeAttribute } from '../backends/native.js';

const expandDims: KernelFunc = ({ inputs, backend, attrs }) => {
  const native = backend as NativeBackend;
  const { binding } = native;
  const x = inputs['input'] as TensorInfo;
  const axis = scalar(attrs?.['dim'] as number, 'int32');
  const types: Readonly<Record<string, number>> = { int32: binding.TF_INT32, bool: binding.TF_BOOL };
  const result = native.executeSingleOutput(
    ExpandDims,
    [
      typeAttribute(binding, 'T', types[x.dtype] ?? binding.TF_FLOAT),
      typeAttribute(binding, 'Tdim', binding.TF_INT32),
    ],
    [x, axis],
  );
  axis.dispose();
  return result;
};

/** Replaces tfjs-node's ExpandDims, which names no types: eager TensorFlow infers them, a recorded graph cannot. */
export function replaceExpandDims(): void {
  unregisterKernel(ExpandDims, 'tensorflow');
  registerKernel({ kernelName: ExpandDims, backendName: 'tensorflow', kernelFunc: expandDims });
}
