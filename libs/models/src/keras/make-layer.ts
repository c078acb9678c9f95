import { TrainError } from '@ringmaster/core';
import { serialization } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import '../layers/index.js';
import { batchNormalization } from '../layers/batch-norm.js';
import { gru, lstm, simpleRnn } from '../layers/recurrent/recurrent-layers.js';
import { seededDropout } from '../layers/seeded-dropout.js';
import { alphaDropout, gaussianNoise } from '../layers/seeded-noise.js';
import { upSampling2d } from '../layers/up-sampling.js';
import type { PlannedLayer } from './topology-schema.js';

type Options = Readonly<Record<string, unknown>>;
type Maker = (options: never) => layers.Layer;

/** Layers that this library has of its own: seeded, compiled as one op, or with a gradient that tfjs lacks. */
const OURS: Readonly<Record<string, Maker>> = {
  Dropout: seededDropout,
  GaussianNoise: gaussianNoise,
  AlphaDropout: alphaDropout,
  BatchNormalization: batchNormalization,
  UpSampling2D: upSampling2d,
  LSTM: lstm,
  GRU: gru,
  SimpleRNN: simpleRnn,
};

/** `hard_sigmoid` → `hardSigmoid`. */
const camel = (text: string): string => text.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Options in tfjs' spelling, as its own reader has them; names of layers stay. */
function spelled(value: unknown): unknown {
  if (typeof value === 'string') return camel(value);
  if (Array.isArray(value)) return value.map(spelled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [camel(key), key === 'name' ? inner : spelled(inner)]),
  );
}

/** Where tfjs is narrower than Keras in what it reads. */
function adapted(className: string, { kernelInitializer, ...options }: Options): Options {
  // The same function by its older name.
  const activation = options['activation'] === 'silu' ? { activation: 'swish' } : {};
  // Keras writes initialisers of the two kernels, and one that neither has.
  const kernel = className === 'SeparableConv2D' ? {} : { kernelInitializer };
  return { ...options, ...activation, ...(kernelInitializer !== undefined && kernel) };
}

/** A layer of a file. @throws TrainError `invalid` naming it, where its options make none */
export function makeLayer({ className, name, options }: PlannedLayer): layers.Layer {
  const config = adapted(className, spelled(options) as Options);
  try {
    const ours = Object.hasOwn(OURS, className) ? OURS[className] : undefined;
    if (ours) return ours(config as never);
    const entry = serialization.SerializationMap.getMap().classNameMap[className];
    if (!entry) throw new TrainError('invalid', `there is no class ${className}`);
    const [cls, fromConfig] = entry;
    return fromConfig(cls, config as serialization.ConfigDict) as layers.Layer;
  } catch (cause) {
    throw layerError(className, name, cause);
  }
}

export const layerError = (className: string, name: string, cause: unknown): TrainError =>
  new TrainError(
    'invalid',
    `model.config.topology: layer "${name}", a ${className}: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  );
