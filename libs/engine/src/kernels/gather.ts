import {
  GatherV2,
  type KernelFunc,
  registerKernel,
  scalar,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { type NativeBackend, typeAttribute } from '../backends/native.js';

const NUMBERS: Readonly<Record<string, 'TF_FLOAT' | 'TF_INT32'>> = { float32: 'TF_FLOAT', int32: 'TF_INT32' };

const gather: KernelFunc = ({ inputs, backend, attrs }) => {
  const native = backend as NativeBackend;
  const { binding } = native;
  const x = inputs.x as TensorInfo;
  const axis = scalar(attrs?.axis as number, 'int32');
  const result = native.executeSingleOutput(
    GatherV2,
    [
      { name: 'batch_dims', type: binding.TF_ATTR_INT, value: attrs?.batchDims },
      typeAttribute(binding, 'Tparams', binding[NUMBERS[x.dtype] ?? 'TF_FLOAT']),
      typeAttribute(binding, 'Tindices', binding.TF_INT32),
      typeAttribute(binding, 'Taxis', binding.TF_INT32),
    ],
    [x, inputs.indices as TensorInfo, axis],
  );
  axis.dispose();
  return result;
};

/**
 * Replaces tfjs-node's GatherV2, which reads all indices back into JavaScript to check them: a compiled step cannot do
 * that, and TensorFlow checks them itself.
 */
export function replaceGather(): void {
  unregisterKernel(GatherV2, 'tensorflow');
  registerKernel({ kernelName: GatherV2, backendName: 'tensorflow', kernelFunc: gather });
}
