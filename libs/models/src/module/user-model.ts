import { TrainError } from '@ringmaster/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import type { ModelContext, ModelEntry } from '../model.js';

/** What the host gives to a user's module in the place of packages that must be there only once. */
export const HOST_MODULES = {
  symbol: 'ringmaster.modules',
  names: [
    '@tensorflow/tfjs',
    '@tensorflow/tfjs-core',
    '@tensorflow/tfjs-layers',
    '@ringmaster/models/layers',
  ],
} as const;

/**
 * What a module that a user brings exports by default.
 *
 * @example
 * import { input, layers, model } from '@tensorflow/tfjs-layers';
 * import type { UserModel } from '@ringmaster/models';
 *
 * const net: UserModel<{ units: number }> = {
 *   config: { parse: (given) => ({ units: 16, ...(given as object) }) },
 *   build({ units }, { inputShape, outputs }) {
 *     const inputs = input({ shape: [...inputShape], name: 'x' });
 *     const hidden = layers.dense({ name: 'hidden', units, activation: 'relu' }).apply(inputs);
 *     return model({ inputs, outputs: layers.dense({ name: 'logits', units: outputs }).apply(hidden) as never });
 *   },
 * };
 * export default net;
 */
export interface UserModel<Config = Readonly<Record<string, unknown>>> {
  /** Checks and completes the document's `model.config`, as a zod schema does; what it throws is told. Default: taken as it is. */
  readonly config?: { parse(given: unknown): Config };
  /** Why samples of this shape do not fit, or undefined when they do. Default: they do. */
  unfit?(
    inputShape: readonly number[],
    samples: Omit<ModelContext, 'outputs'>,
    config: Config,
  ): string | undefined;
  /** A model whose layers all have names of their own and whose last layer puts out `outputs` logits, or values, a sample. */
  build(config: Config, context: ModelContext): LayersModel;
}

const isFunction = z.custom<never>((value) => typeof value === 'function', 'must be a function');
const Shape = z.looseObject({
  build: isFunction,
  unfit: isFunction.optional(),
  config: z.custom<never>((value) => typeof (value as UserModel['config'])?.parse === 'function').optional(),
});

/**
 * A user's model as the library has its own.
 * @param blame makes an error of what its code has thrown
 * @throws TrainError `invalid` when it is none
 */
export function userModelEntry(
  exported: unknown,
  blame: (error: unknown) => TrainError | undefined,
): ModelEntry {
  const parsed = Shape.safeParse(exported);
  if (!parsed.success)
    throw new TrainError(
      'invalid',
      'model.code: its default export must be an object with `build(config, context)` and, where wanted, `config: { parse }` and `unfit`',
    );
  const own = exported as UserModel;
  const asked = <T>(ask: () => T): T => {
    try {
      return ask();
    } catch (error) {
      throw blame(error) ?? new TrainError('invalid', `model.code: ${String(error)}`, { cause: error });
    }
  };
  return {
    name: 'module',
    summary: '',
    // Options are checked by the code, below: its messages say where they come from.
    config: z.unknown().transform((given) => asked(() => own.config?.parse(given) ?? given)),
    unfit: (inputShape, samples, config) =>
      asked(() => own.unfit?.(inputShape, samples, config as Readonly<Record<string, unknown>>)),
    load: () =>
      Promise.resolve((config: unknown, context: ModelContext) =>
        checked(
          asked(() => own.build(config as Readonly<Record<string, unknown>>, context)),
          context,
        ),
      ),
  };
}

/** Trained without a word, another shape would be another task. */
function checked(model: LayersModel, { outputs }: ModelContext): LayersModel {
  const isModel = Array.isArray((model as Partial<LayersModel> | undefined)?.layers);
  if (!isModel)
    throw new TrainError(
      'invalid',
      'model.code: build() must return a model of tfjs layers, by model() or sequential()',
    );
  const values = model.outputs[0]?.shape.at(-1);
  if (values !== outputs)
    throw new TrainError(
      'invalid',
      `model.code: the model puts out ${values} values, but the data set and the loss need ${outputs}`,
    );
  return model;
}
