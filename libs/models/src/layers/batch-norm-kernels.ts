import { engine, registerGradient, reshape, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Batch normalisation in training, as one kernel that an engine registers for its backends:
 * `(x [n, h, w, c], scale [c], offset [c]; epsilon)` → `y` of x's shape, `mean [c]`, the biased `variance [c]` over n·h·w
 * values, and `spread` and `reserve`, which are the backend's own and go back to it with the gradient.
 */
export const BATCH_NORM_TRAINING = 'BatchNormTraining';

/** `(dy, x, scale, mean, spread, reserve; epsilon)` → the gradients of x, scale and offset. */
export const BATCH_NORM_TRAINING_GRAD = 'BatchNormTrainingGrad';

const run = (name: string, inputs: Record<string, Tensor>, epsilon: number): readonly Tensor[] =>
  engine().runKernel(name, inputs, { epsilon }) as unknown as readonly Tensor[];

registerGradient({
  kernelName: BATCH_NORM_TRAINING,
  inputsToSave: ['x', 'scale'],
  outputsToSave: [false, true, false, true, true],
  gradFunc: (dys, saved, attributes) => {
    const [dy] = dys as unknown as [Tensor];
    const [x, scale, mean, spread, reserve] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const inputs = { dy, x, scale, mean, spread, reserve };
    const [dx, dScale, dOffset] = run(BATCH_NORM_TRAINING_GRAD, inputs, Number(attributes['epsilon']));
    return { x: () => dx as Tensor, scale: () => dScale as Tensor, offset: () => dOffset as Tensor };
  },
});

export interface BatchStatistics {
  readonly y: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** Normalises over all axes but the last. Differentiable in x, scale and offset through `y`. */
export function batchNormTraining(
  inputs: { readonly x: Tensor; readonly scale: Tensor; readonly offset: Tensor },
  epsilon: number,
): BatchStatistics {
  const { x, scale, offset } = inputs;
  const channels = x.shape.at(-1) ?? 1;
  const images = x.rank === 4 ? x : reshape(x, [-1, 1, 1, channels]);
  const [y, mean, variance] = run(BATCH_NORM_TRAINING, { x: images, scale, offset }, epsilon);
  return { y: reshape(y as Tensor, x.shape), mean: mean as Tensor, variance: variance as Tensor };
}
