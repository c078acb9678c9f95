export {
  EMPTY_REGISTRY,
  encodeRegistry,
  parseRegistry,
  type RegistryState,
  withTag,
} from './registry/registry-state.js';
export { entriesOf, entryOf, resolveRef } from './registry/resolve-ref.js';
export { type RemovedRef, withoutRef } from './registry/remove-ref.js';
