// Also an entry point of the package (`@ringmaster/models/layers`): it loads tfjs, which naming and validating models must not do.
export { nextSeed, statelessUniform, withSeed } from './seed-scope.js';
export { seededDropout, type SeededDropoutOptions } from './seeded-dropout.js';
export { batchNormalization, type BatchNormOptions } from './batch-norm.js';
export { BATCH_NORM_TRAINING, BATCH_NORM_TRAINING_GRAD, batchNormTraining } from './batch-norm-kernels.js';
