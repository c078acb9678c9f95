import type { DatasetEntry } from './definition.js';
import { digits } from './digits/digits.js';
import { synthetic } from './synthetic/synthetic.js';

/** Every data set that a job document may name, by `data.dataset`. */
export const DATASETS: Readonly<Record<string, DatasetEntry>> = { digits, synthetic };
