import type { JobDocument } from '@ringmaster/contracts';
import { nearest, TrainError } from '@ringmaster/core';
import { augmentProblems } from './augment/requirements.js';
import type { ByteSource } from './byte-source.js';
import type { Dataset } from './dataset.js';
import type { DatasetEntry, DatasetSummary } from './definition.js';
import { DATASETS } from './registry.js';
import type { OpenFileView } from './stream/file-view.js';
import type { TokenizerState } from './text/token-facts.js';

interface Problem {
  readonly path: string;
  readonly message: string;
}

/** The part of a document's `data` that says which data set is meant. */
type DataSpec = Pick<JobDocument['data'], 'dataset' | 'source' | 'path' | 'config' | 'augment' | 'memory'>;

/**
 * Checks `data.dataset`, `data.source`, `data.config` and `data.augment`, and tells what the data set will be, without
 * reading it; undefined when only its files can tell.
 * @throws TrainError `invalid`, naming each field by its path; `details.problems` lists all of them.
 */
export function validateDatasetConfig(spec: DataSpec): DatasetSummary | undefined {
  const entry = datasetEntry(spec.dataset);
  const problems: Problem[] = [];
  if (entry.takesSource && spec.source === undefined && spec.path === undefined)
    problems.push({
      path: 'data.source',
      message: `"${entry.name}" reads files: name the data set that holds them, registered by \`ringmaster data add <name> <file or directory>\` or known to workers by \`--data-root <name>=<directory>\`; or say data.path, a file or directory beside the document`,
    });
  if (spec.source !== undefined && spec.path !== undefined)
    problems.push({ path: 'data.path', message: 'give either data.source or data.path' });
  if (!entry.takesSource && spec.source !== undefined)
    problems.push({
      path: 'data.source',
      message: `"${entry.name}" brings its own data: leave this field out`,
    });
  if (!entry.takesSource && spec.path !== undefined)
    problems.push({
      path: 'data.path',
      message: `"${entry.name}" brings its own data: leave this field out`,
    });
  const parsed = entry.config.safeParse(spec.config);
  if (!parsed.success)
    problems.push(
      ...parsed.error.issues.map((issue) => ({
        path: ['data.config', ...issue.path.map(String)].join('.'),
        message: issue.message,
      })),
    );
  if (problems.length > 0) throw invalid(problems);
  const summary = entry.describe(spec.config);
  if (summary) requireAugmentable(spec, summary);
  return summary;
}

/** @throws TrainError `invalid` when the document moves pixels of what has none */
function requireAugmentable({ augment }: DataSpec, summary: DatasetSummary): void {
  const problems = augmentProblems(augment, summary);
  if (problems.length > 0) throw invalid(problems);
}

/**
 * Opens a data set by its registry name. `source` gives the files of the named data set's directory.
 * @throws TrainError `invalid` | `not_found` (its files are not there) | `data_corrupt` naming file and byte or line |
 * `incompatible` when the files are not the ones whose hash the document gives.
 */
export async function openDataset(
  spec: DataSpec,
  options: {
    readonly source: (dataset: string) => ByteSource;
    readonly seed: number;
    /** Opens files that are read by position; without it all are read whole. */
    readonly openFile?: OpenFileView;
    /** The tokenizer of the model that training begins with. */
    readonly initial?: TokenizerState | undefined;
  },
): Promise<Dataset> {
  validateDatasetConfig(spec);
  const [name = spec.dataset, pin] = spec.source?.split('@') ?? [];
  const dataset = await datasetEntry(spec.dataset).open(spec.config, {
    name,
    ...(pin !== undefined && { pin }),
    source: options.source(name),
    seed: options.seed,
    ...(spec.memory && { memory: spec.memory }),
    ...(options.openFile && { openFile: options.openFile }),
    ...(options.initial && { initial: options.initial }),
  });
  requireAugmentable(spec, dataset.info);
  return dataset;
}

/** True for formats whose `config.file` names the one file that holds everything. Unknown names are no such format. */
export function takesOneFile(dataset: string): boolean {
  const entry = Object.hasOwn(DATASETS, dataset) ? DATASETS[dataset] : undefined;
  return (
    entry !== undefined && 'shape' in entry.config && Object.hasOwn(entry.config.shape as object, 'file')
  );
}

function datasetEntry(name: string): DatasetEntry {
  const entry = Object.hasOwn(DATASETS, name) ? DATASETS[name] : undefined;
  if (entry) return entry;
  const names = Object.keys(DATASETS);
  const guess = nearest(name, names);
  const hint = guess === undefined ? `known: ${names.join(', ')}` : `did you mean "${guess}"?`;
  throw invalid([{ path: 'data.dataset', message: `there is no data set "${name}"; ${hint}` }]);
}

function invalid(problems: readonly Problem[]): TrainError {
  const message = problems.map(({ path, message: text }) => `${path}: ${text}`).join('\n');
  return new TrainError('invalid', message, { details: { problems } });
}
