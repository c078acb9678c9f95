import { z } from 'zod';

/** Activations of hidden layers, by their names in tfjs. */
export const Activation = z.enum(['relu', 'tanh', 'sigmoid', 'elu']);
export type Activation = z.output<typeof Activation>;

/** `model.config.classes` of every classifier. */
export const classes = z
  .int()
  .positive()
  .optional()
  .describe("number of classes; default: the data set's, and it must be that number");

/** He's law for units that are zero on one side, Glorot's for the symmetric ones. */
export const kernelInitializerFor = (activation: Activation): 'heUniform' | 'glorotUniform' =>
  activation === 'relu' || activation === 'elu' ? 'heUniform' : 'glorotUniform';

/** A dropout rate of a model's config. */
export const dropoutRate = (byDefault: number) => z.number().min(0).lt(1).default(byDefault);
