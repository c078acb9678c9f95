import {
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  tensor1d,
  util,
} from '@tensorflow/tfjs-core';
import { type NativeBackend, typeAttribute } from '../backends/native.js';
import { philoxUniform } from './philox.js';

const kernelName = 'StatelessRandomUniform';

const onTensorflow: KernelFunc = ({ inputs, backend, attrs }) => {
  const native = backend as NativeBackend;
  const { binding } = native;
  const shape = tensor1d(attrs?.shape as number[], 'int32');
  const result = native.executeSingleOutput(
    kernelName,
    [
      typeAttribute(binding, 'dtype', binding.TF_FLOAT),
      typeAttribute(binding, 'T', binding.TF_INT32),
      typeAttribute(binding, 'Tseed', binding.TF_INT32),
    ],
    [shape, inputs.seed as TensorInfo],
  );
  shape.dispose();
  return result;
};

/** What this kernel needs of the pure-JS backend. */
interface JsBackend {
  readSync(dataId: object): Int32Array;
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): TensorInfo;
}

const onPureJs: KernelFunc = ({ inputs, backend, attrs }) => {
  const js = backend as unknown as JsBackend;
  const shape = attrs?.shape as number[];
  const [a = 0, b = 0] = js.readSync((inputs.seed as TensorInfo).dataId);
  return js.makeTensorInfo(shape, 'float32', philoxUniform([a, b], util.sizeFromShape(shape)));
};

/**
 * `StatelessRandomUniform(seed: int32[2]; shape)`: uniform float32 in [0, 1), the same bits on both backends. It has no
 * gradient: nothing differentiable goes in.
 */
export const statelessRandomUniform: readonly KernelConfig[] = [
  { kernelName, backendName: 'tensorflow', kernelFunc: onTensorflow },
  { kernelName, backendName: 'cpu', kernelFunc: onPureJs },
];

export const registerStatelessRandomUniform = (backendName: string): void => {
  for (const config of statelessRandomUniform) if (config.backendName === backendName) registerKernel(config);
};
