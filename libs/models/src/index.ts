export type { ModelContext, ModelEntry } from './model.js';
