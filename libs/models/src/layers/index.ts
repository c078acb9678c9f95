export { nextSeed, statelessUniform, withSeed } from './seed-scope.js';
export { seededDropout, type SeededDropoutOptions } from './seeded-dropout.js';
