import { cut } from './topology-schema.js';

/** A layer's options in a file, in Keras' own spelling. */
export type LayerOptions = Readonly<Record<string, unknown>>;

/** Why options of a layer cannot be had, or undefined. */
type Check = (options: LayerOptions) => string | undefined;

/** Options that must have one of these values where they are given: others would train something else, in silence. */
const only =
  (allowed: Readonly<Record<string, readonly unknown[]>>): Check =>
  (options) => {
    for (const [name, values] of Object.entries(allowed)) {
      const given = options[name];
      if (given !== undefined && !values.some((value) => JSON.stringify(value) === JSON.stringify(given)))
        return `${name} ${cut(JSON.stringify(given))} is not supported, only ${values.map((value) => JSON.stringify(value)).join(' or ')}`;
    }
    return undefined;
  };
const anything: Check = () => undefined;

const ACTIVATIONS = [
  ...['linear', 'relu', 'relu6', 'elu', 'selu', 'sigmoid', 'hard_sigmoid', 'tanh', 'softmax', 'softplus'],
  ...['softsign', 'swish', 'silu'],
];
const RECURRENT = { activation: ['tanh'], use_bias: [true], dropout: [0], recurrent_dropout: [0] };
const GATED = { ...RECURRENT, recurrent_activation: ['sigmoid'] };

/** Every class of Keras that a file may hold, and what of its options is not taken. */
export const KERAS_LAYERS: Readonly<Record<string, Check>> = {
  InputLayer: only({ sparse: [false], ragged: [false] }),
  ...all('Dense', 'Activation', 'Flatten', 'Reshape', 'Permute', 'RepeatVector'),
  ...all('Conv1D', 'Conv2D', 'Conv3D', 'Conv2DTranspose', 'SeparableConv2D', 'DepthwiseConv2D'),
  ...all('MaxPooling1D', 'MaxPooling2D', 'MaxPooling3D', 'AveragePooling1D', 'AveragePooling2D'),
  ...all('AveragePooling3D', 'ZeroPadding2D', 'Cropping2D'),
  ...all('GlobalAveragePooling1D', 'GlobalAveragePooling2D', 'GlobalMaxPooling1D', 'GlobalMaxPooling2D'),
  ...all('Add', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate'),
  ReLU: only({ negative_slope: [0, null], threshold: [0, null] }),
  ...all('LeakyReLU', 'ELU', 'PReLU', 'Softmax', 'GaussianNoise'),
  Dropout: only({ noise_shape: [null] }),
  AlphaDropout: only({ noise_shape: [null] }),
  UpSampling2D: only({ size: [[2, 2]], interpolation: ['nearest'] }),
  Embedding: only({ mask_zero: [false, null] }),
  LayerNormalization: only({ center: [true], scale: [true], rms_scaling: [false] }),
  BatchNormalization: only({ center: [true], scale: [true], synchronized: [false] }),
  LSTM: only({ ...GATED, unit_forget_bias: [true] }),
  GRU: only({ ...GATED, reset_after: [true] }),
  SimpleRNN: only(RECURRENT),
};

function all(...names: readonly string[]): Readonly<Record<string, Check>> {
  return Object.fromEntries(names.map((name) => [name, anything]));
}

/** Layers of this library, as its own exports name them. */
const OWN = /^Ringmaster[A-Za-z0-9]+$/;
export const isSupported = (className: string): boolean =>
  Object.hasOwn(KERAS_LAYERS, className) || OWN.test(className);

const EVERYWHERE = only({
  data_format: ['channels_last', null],
  groups: [1],
  trainable: [true],
  dtype: ['float32', 'int32', null],
  activation: [...ACTIVATIONS, null],
  stateful: [false],
  return_state: [false],
  time_major: [false],
});

/** Options that training has elsewhere: in the document. */
const PENALTY = /_(regularizer|constraint)$/;

/** Why a layer of a supported class cannot be had as it is, or undefined. */
export function refusedOption(className: string, options: LayerOptions): string | undefined {
  const penalty = Object.entries(options).find(([name, value]) => PENALTY.test(name) && value !== null);
  if (penalty)
    return `${cut(penalty[0])} is not supported: leave it out, and say training.regularization in the document`;
  const check = Object.hasOwn(KERAS_LAYERS, className) ? KERAS_LAYERS[className] : undefined;
  return EVERYWHERE(options) ?? check?.(options);
}
