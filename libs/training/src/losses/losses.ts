import type { LossName } from '@ringmaster/contracts';
import type { LossFunction } from '../ports/graph-parts.js';
import { binaryCrossentropy } from './binary-crossentropy.js';
import { categoricalCrossentropy } from './categorical-crossentropy.js';
import { meanSquaredError } from './mean-squared-error.js';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.js';

const LOSSES: Readonly<Record<LossName, LossFunction>> = {
  sparseCategoricalCrossentropy,
  categoricalCrossentropy,
  binaryCrossentropy,
  meanSquaredError,
};

/** The loss of a job document's `loss`. Cross-entropies take logits. */
export const lossFunction = (name: LossName): LossFunction => LOSSES[name];
