export { assert, TrainError, type TrainErrorOptions } from './train-error.js';
export { type Clock, sleep, systemClock } from './clock.js';
export { mix32, rng, type Rng } from './rng.js';
export { type Logger, type LogLevel, silentLogger } from './logger.js';
export { compareGenerations, type Generation, generationName, sameGeneration } from './generation.js';
export { nearest } from './nearest.js';
export { terminalText } from './terminal-text.js';
export { jsonDepth } from './json-depth.js';
export { comparePositions, NOWHERE, type Position } from './position.js';
