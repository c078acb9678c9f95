import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';

/** What these kernels need of the pure-JS backend. */
interface JsBackend {
  readSync(dataId: object): Float32Array;
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): TensorInfo;
}

type Inputs<Name extends string> = Record<Name, TensorInfo>;

/** Sums `term(index, channel)` over all axes but the last, in float64. */
function channelSums(
  size: number,
  channels: number,
  term: (index: number, channel: number) => number,
): Float64Array {
  const sums = new Float64Array(channels);
  for (let index = 0; index < size; index += 1) sums[index % channels]! += term(index, index % channels);
  return sums;
}

/** {@link BATCH_NORM_TRAINING} for the pure-JS backend; `spread` is the biased variance. */
export const batchNormOnPureJs: KernelFunc = ({ inputs, backend, attrs }) => {
  const js = backend as unknown as JsBackend;
  const { x, scale, offset } = inputs as Inputs<'x' | 'scale' | 'offset'>;
  const [values, gamma, beta] = [x, scale, offset].map(({ dataId }) => js.readSync(dataId)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const channels = gamma.length;
  const count = values.length / channels;
  const mean = channelSums(values.length, channels, (i) => values[i]!).map((sum) => sum / count);
  const squares = channelSums(values.length, channels, (i, c) => (values[i]! - mean[c]!) ** 2);
  const variance = squares.map((sum) => sum / count);
  const factor = variance.map((v, c) => gamma[c]! / Math.sqrt(v + Number(attrs?.epsilon)));
  const y = values.map((v, i) => {
    const c = i % channels;
    return (v - mean[c]!) * factor[c]! + beta[c]!;
  });
  const vector = (from: Float64Array) => js.makeTensorInfo([channels], 'float32', Float32Array.from(from));
  return [
    js.makeTensorInfo(x.shape, 'float32', y),
    vector(mean),
    vector(variance),
    vector(variance),
    js.makeTensorInfo([0], 'float32', new Float32Array(0)),
  ];
};

/**
 * {@link BATCH_NORM_TRAINING_GRAD} for the pure-JS backend: with x̂ = (x − μ)/√(σ² + ε),
 * dγ = Σ dy·x̂, dβ = Σ dy, dx = γ/√(σ² + ε) · (dy − dβ/n − x̂·dγ/n).
 */
export const batchNormGradOnPureJs: KernelFunc = ({ inputs, backend, attrs }) => {
  const js = backend as unknown as JsBackend;
  const { dy, x, scale, mean, spread } = inputs as Inputs<'dy' | 'x' | 'scale' | 'mean' | 'spread'>;
  const [slope, values, gamma, mu, variance] = [dy, x, scale, mean, spread].map(({ dataId }) =>
    js.readSync(dataId),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
  const channels = gamma.length;
  const count = values.length / channels;
  const inverse = Float64Array.from(variance, (v) => 1 / Math.sqrt(v + Number(attrs?.epsilon)));
  const normed = (i: number, c: number) => (values[i]! - mu[c]!) * inverse[c]!;
  const dGamma = channelSums(values.length, channels, (i, c) => slope[i]! * normed(i, c));
  const dBeta = channelSums(values.length, channels, (i) => slope[i]!);
  const dx = slope.map((value, i) => {
    const c = i % channels;
    return gamma[c]! * inverse[c]! * (value - dBeta[c]! / count - (normed(i, c) * dGamma[c]!) / count);
  });
  const vector = (from: Float64Array) => js.makeTensorInfo([channels], 'float32', Float32Array.from(from));
  return [js.makeTensorInfo(x.shape, 'float32', dx), vector(dGamma), vector(dBeta)];
};
