import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';

/** What these kernels need of the pure-JS backend. */
interface JsBackend {
  readSync(dataId: object): Float32Array;
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): TensorInfo;
}

interface Sizes {
  readonly time: number;
  readonly batch: number;
  readonly inputs: number;
  readonly units: number;
}

type Values = Readonly<Record<string, Float32Array>>;

function opened(inputs: Record<string, unknown>, js: JsBackend): { sizes: Sizes; values: Values } {
  const { x, b } = inputs as { x: TensorInfo; b: TensorInfo };
  const [time, batch, width] = x.shape as [number, number, number];
  const entries = Object.entries(inputs as Record<string, TensorInfo>);
  return {
    sizes: { time, batch, inputs: width, units: (b.shape[0] ?? 4) / 4 },
    values: Object.fromEntries(entries.map(([name, { dataId }]) => [name, js.readSync(dataId)])),
  };
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

const OUTPUTS = ['i', 'cs', 'f', 'o', 'ci', 'co', 'h'] as const;
type Outputs = Record<(typeof OUTPUTS)[number], Float32Array>;

/** BlockLSTMV2 for the pure-JS backend: gates i, f, c, o of [x, h]·w + b; cs = f·cs + i·ci; h = o·tanh(cs). */
export const blockLstmOnPureJs: KernelFunc = ({ inputs, backend }) => {
  const js = backend as unknown as JsBackend;
  const { sizes, values } = opened(inputs, js);
  const { time, batch, units } = sizes;
  const made = Object.fromEntries(
    OUTPUTS.map((name) => [name, new Float32Array(time * batch * units)]),
  ) as Outputs;
  for (let row = 0; row < time * batch; row += 1) forwardRow(row, sizes, { values, made });
  return OUTPUTS.map((name) => js.makeTensorInfo([time, batch, units], 'float32', made[name]));
};

/** The state before a row, `(step, sample)`: the row of the step before, or what the sequence started with. */
function stateBefore(
  row: number,
  { batch, units }: Sizes,
  [all, start]: readonly [Float32Array, Float32Array],
) {
  return row < batch
    ? start.subarray(row * units, (row + 1) * units)
    : all.subarray((row - batch) * units, (row - batch + 1) * units);
}

function forwardRow(row: number, sizes: Sizes, { values, made }: { values: Values; made: Outputs }): void {
  const { inputs, units } = sizes;
  const [x, w, b] = [values.x!, values.w!, values.b!];
  const z = Float64Array.from(b);
  const addProduct = (from: Float32Array, firstRow: number) =>
    from.forEach((value, k) => {
      for (let j = 0; j < z.length; j += 1) z[j]! += value * w[(firstRow + k) * z.length + j]!;
    });
  addProduct(x.subarray(row * inputs, (row + 1) * inputs), 0);
  addProduct(stateBefore(row, sizes, [made.h, values.hPrev!]), inputs);
  const cell = stateBefore(row, sizes, [made.cs, values.csPrev!]);
  for (let u = 0; u < units; u += 1) {
    const at = row * units + u;
    const [i, f, o] = [0, 1, 3].map((gate) => sigmoid(z[gate * units + u]!)) as [number, number, number];
    const ci = Math.tanh(z[2 * units + u]!);
    const cs = f * cell[u]! + i * ci;
    const co = Math.tanh(cs);
    const all = { i, cs, f, o, ci, co, h: o * co };
    for (const name of OUTPUTS) made[name][at] = all[name];
  }
}

/** BlockLSTMGradV2 for the pure-JS backend: back-propagation through time. */
export const blockLstmGradOnPureJs: KernelFunc = ({ inputs, backend }) => {
  const js = backend as unknown as JsBackend;
  const { sizes, values } = opened(inputs, js);
  const { time, batch, units } = sizes;
  const slopes = {
    x: new Float32Array(values.x!.length),
    w: new Float64Array(values.w!.length),
    b: new Float64Array(values.b!.length),
    h: new Float64Array(batch * units),
    cs: new Float64Array(batch * units),
  };
  for (let row = time * batch - 1; row >= 0; row -= 1) backwardRow(row, sizes, { values, slopes });
  const tensor = (shape: readonly number[], from: Float64Array | Float32Array) =>
    js.makeTensorInfo([...shape], 'float32', Float32Array.from(from));
  return [
    tensor([time, batch, sizes.inputs], slopes.x),
    tensor([batch, units], slopes.cs),
    tensor([batch, units], slopes.h),
    tensor([sizes.inputs + units, 4 * units], slopes.w),
    tensor([4 * units], slopes.b),
  ];
};

interface Slopes {
  readonly x: Float32Array;
  readonly w: Float64Array;
  readonly b: Float64Array;
  /** Of the state that the next row of the same sample starts from. */
  readonly h: Float64Array;
  readonly cs: Float64Array;
}

function backwardRow(
  row: number,
  sizes: Sizes,
  { values, slopes }: { values: Values; slopes: Slopes },
): void {
  const { batch, inputs, units } = sizes;
  const sample = (row % batch) * units;
  const cell = stateBefore(row, sizes, [values.cs!, values.csPrev!]);
  const dz = new Float64Array(4 * units);
  for (let u = 0; u < units; u += 1) {
    const at = row * units + u;
    const [i, f, o, ci, co] = ['i', 'f', 'o', 'ci', 'co'].map((name) => values[name]![at]!) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const dh = values.hGrad![at]! + slopes.h[sample + u]!;
    const dcs = dh * o * (1 - co * co) + values.csGrad![at]! + slopes.cs[sample + u]!;
    dz[u] = dcs * ci * i * (1 - i);
    dz[units + u] = dcs * cell[u]! * f * (1 - f);
    dz[2 * units + u] = dcs * i * (1 - ci * ci);
    dz[3 * units + u] = dh * co * o * (1 - o);
    slopes.cs[sample + u] = dcs * f;
    slopes.h[sample + u] = 0;
  }
  dz.forEach((slope, j) => (slopes.b[j]! += slope));
  const w = values.w!;
  const addProducts = (from: Float32Array, firstRow: number, into: (k: number, slope: number) => void) =>
    from.forEach((value, k) => {
      let through = 0;
      for (let j = 0; j < dz.length; j += 1) {
        const place = (firstRow + k) * dz.length + j;
        slopes.w[place]! += value * dz[j]!;
        through += w[place]! * dz[j]!;
      }
      into(k, through);
    });
  addProducts(values.x!.subarray(row * inputs, (row + 1) * inputs), 0, (k, slope) => {
    slopes.x[row * inputs + k] = slope;
  });
  addProducts(stateBefore(row, sizes, [values.h!, values.hPrev!]), inputs, (k, slope) => {
    slopes.h[sample + k] = slope;
  });
}
