import { JobDocument, type ResolvedJob } from '@ringmaster/contracts';
import type { DatasetInfo, Normalizer, TokenFacts } from '@ringmaster/data';
import type { buildModel } from '@ringmaster/models';
import type { ParameterLayout, ReplicaState } from '@ringmaster/training';
import { z } from 'zod';

const Numbers = z.array(z.number());

/** A normaliser as checkpoints and exports hold it. */
export const SavedNormalizer: z.ZodType<Normalizer> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('standardize'), mean: Numbers, std: Numbers }),
]);

/** Further columns of the data set that a model was trained on. */
export const SavedColumns = z.record(
  z.string(),
  z.object({ shape: z.array(z.int().min(0)), dtype: z.enum(['float32', 'int32']) }),
);

/** The document that a model was trained by, as it was resolved. */
export const SavedJob = JobDocument.transform((job): ResolvedJob => ({
  ...job,
  training: { ...job.training, shards: job.training.shards ?? job.workers.max },
}));

/** What a model needs beside its weights, to be fed and understood right. */
export interface ModelFacts {
  readonly jobId: string;
  /** Of a checkpoint. */
  readonly step?: number;
  readonly weightsSha256: string;
  readonly normalizer: Normalizer;
  readonly dataset: {
    readonly name: string;
    readonly hash: string;
    readonly classes?: number | undefined;
    readonly classNames?: readonly string[] | undefined;
    readonly columns?: readonly string[] | undefined;
    readonly extras?: DatasetInfo['extras'] | undefined;
    readonly encodings?: DatasetInfo['encodings'] | undefined;
    readonly fillings?: readonly number[] | undefined;
    readonly tokens?: TokenFacts | undefined;
  };
  readonly job: ResolvedJob;
}

/** Which run a model comes from. */
export type RunFacts = Pick<ModelFacts, 'jobId' | 'job' | 'weightsSha256'>;

/** A model with the weights of a run, in the engine. */
export interface TrainedModel {
  readonly model: Awaited<ReturnType<typeof buildModel>>;
  readonly layout: ParameterLayout;
  readonly weights: Pick<ReplicaState, 'weights' | 'state'>;
  readonly facts: ModelFacts;
}
