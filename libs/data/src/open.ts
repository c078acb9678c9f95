import type { JobDocument } from '@ringmaster/contracts';
import { nearest, TrainError } from '@ringmaster/core';
import type { ByteSource } from './byte-source.js';
import type { Dataset } from './dataset.js';
import type { DatasetEntry, DatasetSummary } from './definition.js';
import { DATASETS } from './registry.js';

/** The part of a document's `data` that says which data set is meant. */
type DataSpec = Pick<JobDocument['data'], 'dataset' | 'config' | 'augment'>;

/**
 * Checks `data.dataset`, `data.config` and `data.augment`, and tells what the data set will be, without reading it.
 * @throws TrainError `invalid`, naming each field by its path; `details.problems` lists all of them.
 */
export function validateDatasetConfig(spec: DataSpec): DatasetSummary {
  const entry = datasetEntry(spec.dataset);
  const parsed = entry.config.safeParse(spec.config);
  if (!parsed.success)
    throw invalid(
      parsed.error.issues.map((issue) => ({
        path: ['data.config', ...issue.path.map(String)].join('.'),
        message: issue.message,
      })),
    );
  const summary = entry.describe(spec.config);
  const { inputShape } = summary;
  if (inputShape.length !== 3 && spec.augment.length > 0)
    throw invalid(
      spec.augment.map(({ kind }, index) => ({
        path: `data.augment.${index}`,
        message: `"${kind}" moves pixels of images, but ${summary.name} gives samples of shape [${inputShape.join(', ')}]`,
      })),
    );
  return summary;
}

/**
 * Opens a data set by its registry name. `source` gives the files of the named data set's directory.
 * @throws TrainError `invalid` | `not_found` (its files are not there) | `data_corrupt` naming file and byte.
 */
export async function openDataset(
  spec: DataSpec,
  options: { readonly source: (dataset: string) => ByteSource; readonly seed: number },
): Promise<Dataset> {
  validateDatasetConfig(spec);
  const source = options.source(spec.dataset);
  return datasetEntry(spec.dataset).open(spec.config, { source, seed: options.seed });
}

function datasetEntry(name: string): DatasetEntry {
  const entry = Object.hasOwn(DATASETS, name) ? DATASETS[name] : undefined;
  if (entry) return entry;
  const names = Object.keys(DATASETS);
  const guess = nearest(name, names);
  const hint = guess === undefined ? `known: ${names.join(', ')}` : `did you mean "${guess}"?`;
  throw invalid([{ path: 'data.dataset', message: `there is no data set "${name}"; ${hint}` }]);
}

function invalid(problems: readonly { readonly path: string; readonly message: string }[]): TrainError {
  const message = problems.map(({ path, message: text }) => `${path}: ${text}`).join('\n');
  return new TrainError('invalid', message, { details: { problems } });
}
