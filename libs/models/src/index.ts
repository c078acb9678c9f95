export type { ModelContext, ModelEntry } from './model.js';
export { nextSeed, statelessUniform, withSeed } from './layers/seed-scope.js';
