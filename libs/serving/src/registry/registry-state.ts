import { LIMITS, ModelName, ModelTag, ModelVersion } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { z } from 'zod';

const RegistryFile = z.strictObject({
  format: z.literal(1),
  /** By hash; each is held by at least one model. */
  versions: z.record(z.string(), ModelVersion),
  models: z.record(
    ModelName,
    z.strictObject({
      /** In the order in which they were registered. */
      versions: z.array(z.string()).min(1),
      tags: z.record(ModelTag, z.string()),
    }),
  ),
});

/** All registered models; plain data, replaced as a whole by every change. */
export type RegistryState = z.output<typeof RegistryFile>;

export const EMPTY_REGISTRY: RegistryState = { format: 1, versions: {}, models: {} };

/**
 * Reads the registry's file as strictly as a request: unknown fields, names that are no names, and tags or models that
 * point at nothing are errors.
 * @throws TrainError `artifact_corrupt`, naming the file and the field
 */
export function parseRegistry(file: string, text: string): RegistryState {
  const broken = (what: string, cause?: unknown) =>
    new TrainError('artifact_corrupt', `${file}: ${what}; restore it from a backup`, { cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw broken('not JSON', cause);
  }
  const parsed = RegistryFile.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw broken(`${issue?.path.map(String).join('.') || 'the document'}: ${issue?.message ?? 'not valid'}`);
  }
  const problem = danglingIn(parsed.data);
  if (problem !== undefined) throw broken(problem);
  return parsed.data;
}

function danglingIn({ versions, models }: RegistryState): string | undefined {
  for (const [key, { version }] of Object.entries(versions))
    if (key !== version) return `versions.${key} is version ${version}`;
  const held = new Set<string>();
  for (const [name, model] of Object.entries(models)) {
    for (const version of model.versions) {
      if (!Object.hasOwn(versions, version)) return `models.${name}.versions: there is no version ${version}`;
      held.add(version);
    }
    const lost = Object.entries(model.tags).find(([, version]) => !model.versions.includes(version));
    if (lost) return `models.${name}.tags.${lost[0]}: there is no version ${lost[1]}`;
  }
  const orphan = Object.keys(versions).find((version) => !held.has(version));
  return orphan === undefined ? undefined : `versions.${orphan} belongs to no model`;
}

export const encodeRegistry = (state: RegistryState): string => `${JSON.stringify(state, null, 2)}\n`;

/** What a name holds; undefined when there is no such model. */
export const modelOf = ({ models }: RegistryState, name: string) =>
  Object.hasOwn(models, name) ? models[name] : undefined;

/**
 * Puts a tag on a version, which becomes one of the name's if it is not yet. A version that is known keeps what was
 * written down about it.
 * @throws TrainError `too_large` when the registry is full
 */
export function withTag(
  state: RegistryState,
  { name, tag, version }: { readonly name: string; readonly tag: string; readonly version: ModelVersion },
): RegistryState {
  const isKnown = Object.hasOwn(state.versions, version.version);
  if (!isKnown && Object.keys(state.versions).length >= LIMITS.modelVersions)
    throw new TrainError(
      'too_large',
      `the registry holds ${LIMITS.modelVersions} versions; remove some with: ringmaster model rm <model>[:tag]`,
    );
  const model = modelOf(state, name) ?? { versions: [], tags: {} };
  return {
    ...state,
    versions: isKnown ? state.versions : { ...state.versions, [version.version]: version },
    models: {
      ...state.models,
      [name]: {
        versions: [...new Set([...model.versions, version.version])],
        tags: { ...model.tags, [tag]: version.version },
      },
    },
  };
}
