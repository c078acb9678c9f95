import type { TaskName } from '@ringmaster/contracts';
import type { DatasetInfo } from '@ringmaster/data';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { z } from 'zod';
import type { OutputActivation } from './outputs.js';

/** What a model must fit: the facts of the data set and of the loss. */
export interface ModelContext {
  /** One sample's shape, without the batch dimension. */
  readonly inputShape: readonly number[];
  /** Values that the model puts out for a sample, token or pixel: one logit a class, or one value a target. */
  readonly outputs: number;
  /** int32 for tokens. Default float32. */
  readonly inputDtype?: DatasetInfo['inputDtype'];
  /** One sample's labels. */
  readonly labelShape?: readonly number[];
  /** Different tokens of the inputs, where a tokenizer knows. */
  readonly vocabulary?: number;
  /** Further columns of a sample: an input of the model that is called like one is fed with it. */
  readonly extras?: DatasetInfo['extras'];
  /** What the loss applies to the outputs itself, for models that bring their own last layer. */
  readonly activation?: OutputActivation | undefined;
}

/** Builds a model whose layers all have names of their own and whose last layer puts out logits, never a softmax. */
export type ModelBuilder<Config> = (config: Config, context: ModelContext) => LayersModel;

/** One entry of the model registry. `load` is a dynamic import: naming a model must not load tfjs. */
export interface ModelEntry {
  readonly name: string;
  readonly summary: string;
  /** Checks and completes the document's `model.config`. */
  readonly config: z.ZodType;
  /** Why samples of this shape do not fit, or undefined when they do. `samples`: what else is known of them; `config`: parsed. */
  unfit(
    inputShape: readonly number[],
    samples: Omit<ModelContext, 'outputs'>,
    config: unknown,
  ): string | undefined;
  /** What it is shown with where nothing else is said, such as the sizes of its paper. Default: an image of ImageNet. */
  readonly sample?: { readonly inputShape: readonly number[]; readonly outputs: number };
  /** Of a model that a user brings: what the file of `model.path` holds, an architecture or code. Default: it has no file. */
  readonly brought?: 'topology' | 'code';
  /** The tasks that its outputs are made for; a document then has to name one of them. Default: any. */
  readonly tasks?: readonly TaskName[];
  load(): Promise<ModelBuilder<unknown>>;
}

interface TypedEntry<Schema extends z.ZodType> extends Omit<ModelEntry, 'config' | 'load' | 'unfit'> {
  readonly config: Schema;
  unfit(
    inputShape: readonly number[],
    samples: Omit<ModelContext, 'outputs'>,
    config: z.output<Schema>,
  ): string | undefined;
  load(): Promise<ModelBuilder<z.output<Schema>>>;
}

/** Binds a builder to its own schema, so that models of different configs share one table. */
export function defineModel<Schema extends z.ZodType>(entry: TypedEntry<Schema>): ModelEntry {
  return {
    ...entry,
    unfit: (inputShape, samples, config) => entry.unfit(inputShape, samples, entry.config.parse(config)),
    load: async () => {
      const build = await entry.load();
      return (config, context) => build(entry.config.parse(config), context);
    },
  };
}
