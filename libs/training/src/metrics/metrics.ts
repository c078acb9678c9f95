import type { LossName } from '@ringmaster/contracts';
import type { MetricFunction } from '../ports/graph-parts.js';
import { binaryAccuracy, categoricalAccuracy, sparseAccuracy } from './accuracy.js';

const METRICS: Readonly<Record<LossName, readonly MetricFunction[]>> = {
  sparseCategoricalCrossentropy: [sparseAccuracy],
  categoricalCrossentropy: [categoricalAccuracy],
  binaryCrossentropy: [binaryAccuracy],
  meanSquaredError: [],
};

/** What a run with this loss reports beside the loss itself. */
export const metricsFor = (loss: LossName): readonly MetricFunction[] => METRICS[loss];
