import type { ModelRef, ModelRemoval } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { modelOf, type RegistryState } from './registry-state.js';
import { resolveRef } from './resolve-ref.js';

export interface RemovedRef {
  readonly state: RegistryState;
  readonly removal: ModelRemoval;
  /** The version whose files nothing holds any more. */
  readonly unused?: string;
}

/**
 * Takes a tag away, or a version with all its tags. With its last tag a version goes as well, which needs `force`.
 * @throws TrainError `not_found` | `conflict`
 */
export function withoutRef(state: RegistryState, ref: ModelRef, force: boolean): RemovedRef {
  const { name, tags, version } = resolveRef(state, ref);
  const gone = 'tag' in ref ? [ref.tag] : tags;
  const isLast = tags.length <= gone.length;
  if (isLast && !force)
    throw new TrainError(
      'conflict',
      'tag' in ref
        ? `"${ref.tag}" is the last tag of version ${version.version.slice(0, 12)} of "${name}": its files go with it. Give the version another tag first, or say --force`
        : `version ${version.version.slice(0, 12)} of "${name}" and its files would be gone; say --force`,
    );
  const model = modelOf(state, name) ?? { versions: [], tags: {} };
  const left = {
    versions: isLast ? model.versions.filter((each) => each !== version.version) : model.versions,
    tags: Object.fromEntries(Object.entries(model.tags).filter(([tag]) => !gone.includes(tag))),
  };
  const { [name]: _, ...others } = state.models;
  const models = left.versions.length === 0 ? others : { ...state.models, [name]: left };
  const isHeld = Object.values(models).some(({ versions }) => versions.includes(version.version));
  const { [version.version]: __, ...versions } = state.versions;
  return {
    state: { ...state, models, versions: isHeld ? state.versions : versions },
    removal: { name, tags: [...gone], version: version.version, versionRemoved: isLast },
    ...(!isHeld && { unused: version.version }),
  };
}
