import { LIMITS, lossName, type LossName, LossSpec, type TaskName, TaskSpec } from '@ringmaster/contracts';
import { jsonDepth, TrainError } from '@ringmaster/core';
import {
  DEFAULT_MISSING_MARKS,
  Encoding,
  fillingOf,
  type InputSpec,
  type Normalizer,
  TokenFacts,
} from '@ringmaster/data';
import { z } from 'zod';

const Finite = z.number();
const Words = z.array(z.string());

/** Unknown fields are left alone: a later version may write more. */
const ModelJson = z.object({
  format: z.literal('layers-model'),
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.tuple([
    z.object({
      paths: z.tuple([z.literal('weights.bin')]),
      weights: z.array(
        z.object({
          name: z.string(),
          shape: z.array(z.int().min(0)),
          dtype: z.literal('float32'),
        }),
      ),
    }),
  ]),
  userDefinedMetadata: z.object({
    jobId: z.string(),
    weightsSha256: z.string(),
    normalizer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({
        kind: z.literal('standardize'),
        mean: z.array(Finite).min(1),
        std: z.array(Finite).min(1),
      }),
    ]),
    dataset: z.object({
      name: z.string(),
      hash: z.string(),
      classes: z.int().positive().optional(),
      classNames: Words.optional(),
      columns: Words.optional(),
      encodings: z.array(Encoding).optional(),
      fillings: z.array(Finite).optional(),
      extras: z.record(z.string(), z.unknown()).optional(),
      tokens: TokenFacts.optional(),
    }),
    job: z.object({
      loss: LossSpec,
      task: TaskSpec.optional(),
      data: z.object({
        normalize: z.enum(['none', 'standardize', 'minMax', 'robust']).default('standardize'),
        config: z
          .object({
            label: z.string().optional().catch(undefined),
            text: z.string().optional().catch(undefined),
            ignore: Words.optional().catch(undefined),
            features: Words.optional().catch(undefined),
            delimiter: z.string().length(1).optional().catch(undefined),
            missing: z
              .union([z.enum(['refuse', 'mean', 'median', 'mostFrequent']), z.number()])
              .optional()
              .catch(undefined),
            missingMarks: Words.optional().catch(undefined),
          })
          .default({}),
      }),
    }),
  }),
});

/** A model as a run exports it, with what it needs to be fed right and to be read right. */
export interface ExportedModel {
  readonly topology: unknown;
  readonly weightSpecs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly weightData: Uint8Array;
  readonly jobId: string;
  readonly weightsSha256: string;
  readonly normalizer: Normalizer;
  readonly loss: LossName;
  readonly classes?: number;
  readonly classNames?: readonly string[];
  /** Inputs that take a further column of a sample, as it is; another one takes the sample itself, normalised. */
  readonly furtherInputs: readonly string[];
  /** What its tokens mean, where it takes or gives some. */
  readonly tokens?: TokenFacts;
  readonly task?: TaskName;
  /** How samples of a table are read; `shape` comes from the model itself. */
  readonly table: Omit<InputSpec, 'shape'>;
}

/**
 * Reads `model.json` and `weights.bin`.
 * @throws TrainError `artifact_corrupt`, naming file and field or byte
 */
export function readExportedModel(modelJson: string, weightData: Uint8Array): ExportedModel {
  const { modelTopology, weightsManifest, userDefinedMetadata: metadata } = parse(modelJson);
  const [{ weights }] = weightsManifest;
  const expected = weights.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
  if (weightData.length !== expected || expected > LIMITS.modelBytes)
    throw corrupt(
      'weights.bin',
      `holds ${weightData.length} bytes, but the weights that model.json lists take ${expected}`,
    );
  const { normalizer, dataset, job } = metadata;
  if (normalizer.kind === 'standardize' && normalizer.mean.length !== normalizer.std.length)
    throw corrupt('model.json', 'userDefinedMetadata.normalizer: mean and std are of different lengths');
  const { config } = job.data;
  const columns = dataset.columns ?? config.features;
  const { missing } = config;
  const filling = fillingOf({
    ...(missing !== undefined && { missing }),
    fillings: dataset.fillings,
    normalize: job.data.normalize,
    normalizer,
  });
  return {
    topology: modelTopology,
    weightSpecs: weights,
    weightData,
    jobId: metadata.jobId,
    weightsSha256: metadata.weightsSha256,
    normalizer,
    loss: lossName(job.loss),
    ...(dataset.classes !== undefined && { classes: dataset.classes }),
    ...(dataset.classNames && { classNames: dataset.classNames }),
    furtherInputs: Object.keys(dataset.extras ?? {}),
    ...(dataset.tokens && { tokens: dataset.tokens }),
    ...(job.task && { task: job.task.kind }),
    table: {
      ...(columns && { columns }),
      ignore: [...(config.label === undefined ? [] : [config.label]), ...(config.ignore ?? [])],
      delimiter: config.delimiter ?? ',',
      missingMarks: config.missingMarks ?? DEFAULT_MISSING_MARKS,
      ...(filling && { filling }),
      ...(dataset.encodings && { encodings: dataset.encodings }),
      ...textFacts(dataset.tokens, config.text),
    },
  };
}

/** Of a model that was trained on labelled texts. */
const textFacts = (tokens: TokenFacts | undefined, column = 'text'): Pick<InputSpec, 'text'> =>
  tokens?.objective === 'class' && tokens.tokenizer ? { text: { tokenizer: tokens.tokenizer, column } } : {};

function parse(text: string): z.output<typeof ModelJson> {
  if (jsonDepth(text) > LIMITS.modelJsonDepth)
    throw corrupt('model.json', `nested deeper than ${LIMITS.modelJsonDepth} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TrainError('artifact_corrupt', 'model.json is not JSON', { cause });
  }
  const parsed = ModelJson.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw corrupt('model.json', `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not valid'}`);
}

const corrupt = (file: string, what: string) => new TrainError('artifact_corrupt', `${file}: ${what}`);
