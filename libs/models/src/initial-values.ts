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
 * The initial values of one weight, a pure function of (seed, name, shape): zeros, ones, or numbers of variance
 * scale/fan, which is Glorot's law for scale 1 over the mean of both fans (X. Glorot, Y. Bengio, AISTATS 2010), and
 * He's for scale 2 over one fan (K. He et al., ICCV 2015): uniform, or normal and not cut.
 * @throws TrainError `internal` for an initialiser that depends on tfjs' own random numbers.
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
    case 'VarianceScaling': {
      const law = {
        scale: Number(spec.config['scale']),
        fan: fan(weight.shape, String(spec.config['mode'])),
      };
      const draw = DISTRIBUTIONS[String(spec.config['distribution'])];
      if (!draw) break;
      const random = rng(
        seed,
        WEIGHTS_STREAM,
        ...Array.from(weight.name, (char) => char.codePointAt(0) ?? 0),
      );
      return values.map(draw(law, random));
    }
  }
  throw new TrainError(
    'internal',
    `weight ${weight.name} asks for the initialiser ${spec.className} ${JSON.stringify(spec.config)}; ` +
      'only zeros, ones and variance scaling are the same in every process',
  );
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
