import { z } from 'zod';

/** Activations of hidden layers, by their names in tfjs. */
export const Activation = z.enum(['relu', 'tanh', 'sigmoid', 'elu', 'selu', 'gelu', 'swish', 'softmax']);
export type Activation = z.output<typeof Activation>;

/** `model.config.classes` of every classifier. */
export const classes = z
  .int()
  .positive()
  .optional()
  .describe("number of classes; default: the data set's, and it must be that number");

/** Those that are layers of their own, with a slope below zero that is fixed (0.3) or learned. */
export const HiddenActivation = z.enum([...Activation.options, 'leakyRelu', 'prelu']);
export type HiddenActivation = z.output<typeof HiddenActivation>;

const SYMMETRIC: ReadonlySet<HiddenActivation> = new Set(['tanh', 'sigmoid', 'softmax']);

/** He's law for units that are zero on one side, LeCun's for self-normalising ones, Glorot's for the symmetric ones. */
export const kernelInitializerFor = (
  activation: HiddenActivation,
): 'heUniform' | 'glorotUniform' | 'leCunNormal' => {
  if (activation === 'selu') return 'leCunNormal';
  return SYMMETRIC.has(activation) ? 'glorotUniform' : 'heUniform';
};

/** A dropout rate of a model's config. */
export const dropoutRate = (byDefault: number) => z.number().min(0).lt(1).default(byDefault);
