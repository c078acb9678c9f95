import { z } from 'zod';
import { ArtifactView } from './answers.js';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a model is called: never a path, never part of one. */
export const ModelName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a model\'s name is 1–63 of a–z, 0–9 and "-"');
export const ModelTag = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'a tag is 1–63 letters, digits, ".", "_" and "-"');

/** One version of a model as somebody names it: by a tag that may move, or by its own hash. */
export type ModelRef = { readonly name: string } & ({ readonly tag: string } | { readonly version: string });

export const DEFAULT_MODEL_TAG = 'latest';

/** `name`, `name:tag`, or `name@version` with at least 6 digits of the version. Without a tag: `latest`. */
export const ModelRefText = z
  .string()
  .max(200)
  .transform((text, context): ModelRef => {
    const [, name = '', kind, rest = ''] = /^([^:@]*)(?:([:@])(.*))?$/s.exec(text) ?? [];
    const isVersion = kind === '@';
    const problem =
      ModelName.safeParse(name).error ??
      (isVersion || kind === undefined ? undefined : ModelTag.safeParse(rest).error);
    if (problem === undefined && (!isVersion || /^[0-9a-f]{6,64}$/.test(rest)))
      return isVersion ? { name, version: rest } : { name, tag: rest || DEFAULT_MODEL_TAG };
    const what = problem?.issues[0]?.message ?? 'a version is 6–64 digits of 0–9 and a–f';
    const message = `${JSON.stringify(text.slice(0, 80))} is not <model>[:tag] or <model>@<version>: ${what}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** A registered model: its files and where they come from. What it says never changes. */
export const ModelVersion = z.strictObject({
  /** SHA-256 over a line `<file>:<SHA-256 of the file>` for each file, in the order of names. */
  version: Sha256,
  /** When it was registered first. */
  createdAt: z.string(),
  jobId: z.string(),
  jobName: z.string(),
  dataset: z.strictObject({ name: z.string(), hash: z.string().nullable() }),
  /** Version of Ringmaster that registered it. */
  codeVersion: z.string(),
  backend: z.string(),
  /** Steps of the run. */
  steps: z.int().min(0),
  /** Step of the run's last checkpoint. */
  checkpointStep: z.int().min(0).nullable(),
  weightsSha256: Sha256,
  /** Of the resolved document as JSON whose keys are in order. */
  documentSha256: Sha256,
  /** Of the test split. */
  metrics: z.record(z.string(), z.number()),
  files: z.array(ArtifactView.strict()).min(1),
});
export type ModelVersion = z.output<typeof ModelVersion>;

/** One version under one name, with the tags that point at it; none where they have moved on. */
export const ModelEntry = z.object({ name: ModelName, tags: z.array(ModelTag), version: ModelVersion });
export type ModelEntry = z.output<typeof ModelEntry>;
/** Answer of `GET /v1/models`. */
export const ModelList = z.object({ models: z.array(ModelEntry) });

export const TagModelRequest = z.strictObject({
  /** What gets the tag: a job that succeeded, or a model that is registered already. */
  source: z.union([
    z.strictObject({ jobId: z.string().min(1).max(63) }),
    z.strictObject({ model: z.string().max(200) }),
  ]),
  name: ModelName,
  tag: ModelTag.default(DEFAULT_MODEL_TAG),
});
export type TagModelRequest = z.input<typeof TagModelRequest>;

/** Answer of `DELETE /v1/models/:ref`. */
export const ModelRemoval = z.object({
  name: z.string(),
  /** Tags that are gone. */
  tags: z.array(z.string()),
  version: z.string(),
  /** Whether the version and its files are gone too. */
  versionRemoved: z.boolean(),
});
export type ModelRemoval = z.output<typeof ModelRemoval>;
