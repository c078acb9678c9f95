import { BATCH_NORM_TRAINING, BATCH_NORM_TRAINING_GRAD } from '@ringmaster/models/layers';
import {
  type KernelFunc,
  mul,
  registerKernel,
  type Tensor,
  type TensorInfo,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { type NativeBackend, type OpAttribute, typeAttribute } from '../backends/native.js';
import { batchNormGradOnPureJs, batchNormOnPureJs } from './batch-norm-js.js';

const attributesOf = ({ binding }: NativeBackend, epsilon: unknown): readonly OpAttribute[] => [
  typeAttribute(binding, 'T', binding.TF_FLOAT),
  typeAttribute(binding, 'U', binding.TF_FLOAT),
  { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: epsilon },
  { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
  { name: 'is_training', type: binding.TF_ATTR_BOOL, value: true },
];

/** FusedBatchNormV3, whose own variance has Bessel's correction: the moving variance takes the biased one. */
const onTensorflow: KernelFunc = ({ inputs, backend, attrs }) =>
  tidy(() => {
    const native = backend as NativeBackend;
    const { x, scale, offset } = inputs as Record<'x' | 'scale' | 'offset', TensorInfo>;
    // In training the op takes no moving statistics.
    const none = tensor1d([], 'float32');
    const given = [x, scale, offset, none, none];
    const made = native.executeMultipleOutputs(
      'FusedBatchNormV3',
      attributesOf(native, attrs?.epsilon),
      given,
      6,
    );
    const [y, mean, corrected, , spread, reserve] = made as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
    const values = x.shape.slice(0, -1).reduce((product, dim) => product * dim, 1);
    return [y, mean, mul(corrected, (values - 1) / values), spread, reserve];
  });

const gradientOnTensorflow: KernelFunc = ({ inputs, backend, attrs }) => {
  const native = backend as NativeBackend;
  const { dy, x, scale, mean, spread, reserve } = inputs as Record<string, TensorInfo>;
  const given = [dy, x, scale, mean, spread, reserve] as TensorInfo[];
  const made = native.executeMultipleOutputs(
    'FusedBatchNormGradV3',
    attributesOf(native, attrs?.epsilon),
    given,
    5,
  );
  const [dx, dScale, dOffset, ...unused] = made as [Tensor, Tensor, Tensor, Tensor, Tensor];
  for (const one of unused) one.dispose();
  return [dx, dScale, dOffset];
};

const KERNELS = {
  tensorflow: { [BATCH_NORM_TRAINING]: onTensorflow, [BATCH_NORM_TRAINING_GRAD]: gradientOnTensorflow },
  cpu: { [BATCH_NORM_TRAINING]: batchNormOnPureJs, [BATCH_NORM_TRAINING_GRAD]: batchNormGradOnPureJs },
};

/** The kernels of batch normalisation in training. */
export function registerBatchNorm(backendName: keyof typeof KERNELS): void {
  for (const [kernelName, kernelFunc] of Object.entries(KERNELS[backendName]))
    registerKernel({ kernelName, backendName, kernelFunc });
}
