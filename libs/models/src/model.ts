import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { z } from 'zod';

/** What a model must fit: the data set's facts. */
export interface ModelContext {
  /** One sample's shape, without the batch dimension. */
  readonly inputShape: readonly number[];
  /** Classes of the labels, where labels are classes. */
  readonly classes?: number;
  /** Seeds the initial weights. */
  readonly seed: number;
}

/** One entry of the model registry. `load` is a dynamic import: naming a model must not load tfjs. */
export interface ModelEntry<Config = unknown> {
  readonly name: string;
  readonly summary: string;
  /** Checks and completes the document's `model.config`. */
  readonly config: z.ZodType<Config>;
  load(): Promise<(config: Config, context: ModelContext) => LayersModel>;
}
