import { type Rng, rng, TrainError } from '@ringmaster/core';

/** An initialiser as tfjs serialises it in a layer's config. */
export interface InitializerSpec {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Keeps initial weights apart from the other uses of a job's seed. */
const WEIGHTS_STREAM = 0x1e19;

interface Law {
  readonly scale: number;
  readonly fan: number;
}

/** Draw numbers of mean 0 and variance scale/fan. */
const DISTRIBUTIONS: Readonly<Record<string, (law: Law, random: Rng) => () => number>> = {
  uniform: ({ scale, fan }, random) => {
    const limit = Math.sqrt((3 * scale) / fan);
    return () => (2 * random.uniform() - 1) * limit;
  },
  normal: ({ scale, fan }, random) => {
    const deviation = Math.sqrt(scale / fan);
    return () => random.normal() * deviation;
  },
};

/**
 * The initial values of one weight, a pure function of (seed, name, shape): zeros, ones, a constant, normal numbers of a given
 * deviation or those of them within two deviations, uniform numbers, orthogonal matrices (A. Saxe et al., ICLR 2014), an LSTM's bias
 * that is `value` (1) for the forget gate and 0 elsewhere, or numbers of variance scale/fan, which is Glorot's law for scale 1 over
 * the mean of both fans (X. Glorot, Y. Bengio, AISTATS 2010), and He's for scale 2 over one fan (K. He et al., ICCV 2015): uniform,
 * or normal and not cut.
 * @throws TrainError `invalid` for an initialiser that depends on tfjs' own random numbers.
 */
export function initialValues(
  spec: InitializerSpec,
  weight: { readonly name: string; readonly shape: readonly number[] },
  seed: number,
): Float32Array {
  const values = new Float32Array(weight.shape.reduce((product, dim) => product * dim, 1));
  switch (spec.className) {
    case 'Zeros':
      return values;
    case 'Ones':
      return values.fill(1);
    case 'Constant':
      return values.fill(Number(spec.config['value']));
    case 'VarianceScaling': {
      const law = {
        scale: Number(spec.config['scale']),
        fan: fan(weight.shape, String(spec.config['mode'])),
      };
      const draw = DISTRIBUTIONS[String(spec.config['distribution'])];
      if (!draw) break;
      return values.map(draw(law, randomOf(weight.name, seed)));
    }
    case 'RandomNormal': {
      const random = randomOf(weight.name, seed);
      const { mean = 0, stddev = 0.05 } = spec.config as { mean?: number; stddev?: number };
      return values.map(() => mean + stddev * random.normal());
    }
    case 'TruncatedNormal': {
      const random = randomOf(weight.name, seed);
      const { mean = 0, stddev = 0.05 } = spec.config as { mean?: number; stddev?: number };
      return values.map(() => mean + stddev * withinTwo(random));
    }
    case 'RandomUniform': {
      const random = randomOf(weight.name, seed);
      const { minval = -0.05, maxval = 0.05 } = spec.config as { minval?: number; maxval?: number };
      return values.map(() => minval + (maxval - minval) * random.uniform());
    }
    case 'Orthogonal':
      return orthogonal(values, weight.shape, randomOf(weight.name, seed));
    case 'UnitForgetBias':
      return values.fill(Number(spec.config['value'] ?? 1), values.length / 4, values.length / 2);
  }
  throw new TrainError(
    'invalid',
    `weight ${weight.name} asks for the initialiser ${spec.className} ${JSON.stringify(spec.config)}; ` +
      'only zeros, ones, constants, variance scaling, normal, uniform and orthogonal ones are the same in every process',
  );
}

/** A normal number, drawn again until it is no further than two deviations from the mean. */
function withinTwo(random: Rng): number {
  for (;;) {
    const value = random.normal();
    if (Math.abs(value) <= 2) return value;
  }
}

const randomOf = (name: string, seed: number): Rng =>
  rng(seed, WEIGHTS_STREAM, ...Array.from(name, (char) => char.codePointAt(0) ?? 0));

/** A wide matrix `[rows, columns]` of orthonormal rows, or a tall one of orthonormal columns: Gram–Schmidt, twice over. */
function orthogonal(
  values: Float32Array,
  [rows = 1, columns = 1]: readonly number[],
  random: Rng,
): Float32Array {
  const [count, length] = rows <= columns ? [rows, columns] : [columns, rows];
  const basis: Float64Array[] = [];
  while (basis.length < count) {
    const vector = new Float64Array(length).map(() => random.normal());
    for (const known of [...basis, ...basis]) {
      const shared = known.reduce((sum, value, i) => sum + value * (vector[i] ?? 0), 0);
      known.forEach((value, i) => (vector[i]! -= shared * value));
    }
    const norm = Math.hypot(...vector);
    if (norm > 1e-6) basis.push(vector.map((value) => value / norm));
  }
  return values.map((_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    return (rows <= columns ? basis[row]?.[column] : basis[column]?.[row]) ?? 0;
  });
}

/** Inputs and outputs of a dense kernel `[in, out]` or of a convolution's `[…window, in, out]`. */
function fan(shape: readonly number[], mode: string): number {
  const [inputs = 1, outputs = 1] = shape.slice(-2);
  const window = shape.slice(0, -2).reduce((product, dim) => product * dim, 1);
  switch (mode) {
    case 'fanIn':
      return Math.max(1, inputs * window);
    case 'fanOut':
      return Math.max(1, outputs * window);
    default:
      return Math.max(1, ((inputs + outputs) * window) / 2);
  }
}
