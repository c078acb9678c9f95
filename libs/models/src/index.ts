export type { ModelBuilder, ModelContext, ModelEntry } from './model.js';
export { MODELS, OWN_MODELS } from './registry.js';
export { type ModelJob, validateModel } from './validate.js';
export { assembleFor, assembleModel, buildModel } from './build.js';
export { describeModel, type LayerDescription, type ModelDescription } from './analysis/describe.js';
export { stateGradients } from './analysis/state-gradients.js';
export { openLayersModel } from './open-layers-model.js';
export { type ModelFile, toLayersModelFiles } from './layers-model-files.js';
export { layersModelWeights, type LayersModelFile, readModelJson } from './keras/model-json.js';
