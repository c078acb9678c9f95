import {
  conv3d,
  Conv3DBackpropFilterV2,
  Conv3DBackpropInputV2,
  engine,
  type GradConfig,
  registerGradient,
  type Tensor,
  type Tensor5D,
} from '@tensorflow/tfjs-core';

type Triple = [number, number, number];

/** The transposed convolution y = Kᵀ·x is linear in both: x̄ = K·ȳ, and a kernel's gradient that of a convolution of ȳ. */
const gradFunc: GradConfig['gradFunc'] = (slope, saved, attributes) => {
  const [dy, filter] = saved as [Tensor5D, Tensor5D];
  const strides = attributes['strides'] as Triple;
  const pad = attributes['pad'] as 'same' | 'valid';
  const x = slope as Tensor5D;
  return {
    dy: () => conv3d(x, filter, strides, pad),
    filter: () =>
      engine().runKernel(
        Conv3DBackpropFilterV2,
        { x, dy },
        { strides, pad, filterShape: filter.shape },
      ) as Tensor,
  };
};

// tfjs has the one of two dimensions alone.
registerGradient({ kernelName: Conv3DBackpropInputV2, inputsToSave: ['dy', 'filter'], gradFunc });
