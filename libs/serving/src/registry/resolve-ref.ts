import type { ModelEntry, ModelRef } from '@ringmaster/contracts';
import { nearest, TrainError } from '@ringmaster/core';
import { modelOf, type RegistryState } from './registry-state.js';

const tagsOf = (tags: Readonly<Record<string, string>>, version: string): string[] =>
  Object.keys(tags)
    .filter((tag) => tags[tag] === version)
    .sort();

/** Every version under every name, by name, newest first. */
export function entriesOf(state: RegistryState): readonly ModelEntry[] {
  return Object.keys(state.models)
    .sort()
    .flatMap((name) => {
      const model = modelOf(state, name);
      return [...(model?.versions ?? [])].reverse().map((version) => entryOf(state, name, version));
    });
}

export function entryOf(state: RegistryState, name: string, hash: string): ModelEntry {
  const version = state.versions[hash];
  if (!version) throw new TrainError('internal', `the registry has no version ${hash}`);
  return { name, tags: tagsOf(modelOf(state, name)?.tags ?? {}, hash), version };
}

/** @throws TrainError `not_found`, with what was probably meant | `conflict` when a hash is too short */
export function resolveRef(state: RegistryState, ref: ModelRef): ModelEntry {
  const model = modelOf(state, ref.name);
  if (!model)
    throw new TrainError(
      'not_found',
      `there is no model "${ref.name}"; ${hint(ref.name, Object.keys(state.models), 'ringmaster model tag <job> <name> registers one')}`,
    );
  if ('tag' in ref) {
    const hash = Object.hasOwn(model.tags, ref.tag) ? model.tags[ref.tag] : undefined;
    if (hash !== undefined) return entryOf(state, ref.name, hash);
    const none = `name a version: ${ref.name}@${model.versions.at(-1)?.slice(0, 12) ?? ''}`;
    throw new TrainError(
      'not_found',
      `model "${ref.name}" has no tag "${ref.tag}"; ${hint(ref.tag, Object.keys(model.tags), none)}`,
    );
  }
  const [only, ...more] = model.versions.filter((version) => version.startsWith(ref.version));
  if (only === undefined)
    throw new TrainError(
      'not_found',
      `model "${ref.name}" has no version ${ref.version}; see: ringmaster model ls`,
    );
  if (more.length > 0)
    throw new TrainError(
      'conflict',
      `${ref.version} is the beginning of ${more.length + 1} versions of "${ref.name}": give more digits`,
    );
  return entryOf(state, ref.name, only);
}

function hint(typed: string, known: readonly string[], none: string): string {
  if (known.length === 0) return none;
  const guess = nearest(typed, known);
  return guess === undefined
    ? `known: ${[...known].sort().slice(0, 20).join(', ')}`
    : `did you mean "${guess}"?`;
}
