import type { ResolvedJob } from '@ringmaster/contracts';
import {
  type ByteSource,
  type Dataset,
  evaluationPipeline,
  fitNormalizer,
  labelEncoding,
  type Normalizer,
  openDataset,
  type SharedPipeline,
  trainingPipeline,
} from '@ringmaster/data';
import { viewFileAgain } from '@ringmaster/store';
import { createStepProgram } from '@ringmaster/engine';
import { buildModel, type ModelEntry } from '@ringmaster/models';
import { startFrom, type WeightsFit } from '@ringmaster/models/layers';
import { type BatchPipelines, jobOptimizer, jobTask, type StepProgram } from '@ringmaster/training';
import { datasetFiles, type DatasetPlaces } from './dataset-files.js';
import { readInitial } from './initial-model.js';

type Model = Awaited<ReturnType<typeof buildModel>>;

/** What one rank computes with. */
export interface JobParts {
  readonly dataset: Dataset;
  readonly normalizer: Normalizer;
  readonly pipelines: BatchPipelines;
  /** The training pipeline for other threads; undefined where its data set cannot be shared. */
  sharedPipeline(): SharedPipeline | undefined;
  readonly model: Model;
  readonly program: StepProgram;
  /** Where `model.initial` says so: which weights it began with. */
  readonly begun?: WeightsFit;
  /** Frees every tensor of it. */
  dispose(): void;
}

/** Files that come from elsewhere than this host's own directories. */
export interface JobFiles {
  /** Of `data.source`. */
  readonly registered?: ByteSource | undefined;
  /** Of `model.initial.source`. */
  readonly initial?: ByteSource | undefined;
  /** Of `model.code`, loaded. */
  readonly userModel?: ModelEntry | undefined;
}

const nameOf = (source = ''): string => source.split('@')[0] ?? '';

/** @throws TrainError `invalid` | `not_found` | `data_corrupt` | `incompatible` | `too_large` */
export async function openParts(
  job: ResolvedJob,
  places: DatasetPlaces,
  { registered, initial: initialFiles, userModel }: JobFiles = {},
): Promise<JobParts> {
  const { data, training } = job;
  const { initial: start } = job.model;
  const { seed } = training;
  const { normalize, augment } = data;
  const initial =
    start && (await readInitial(start, initialFiles ?? datasetFiles(places, nameOf(start.source))));
  const dataset = await openDataset(data, {
    initial: initial?.tokenizer,
    source: (name) => registered ?? datasetFiles(places, name),
    openFile: viewFileAgain,
    seed,
  });
  const normalizer = fitNormalizer(dataset, data.normalize);
  const labels = labelEncoding(job.loss, dataset.info);
  const model = await buildModel(job, dataset.info, userModel);
  const begun = start && initial && startFrom(model, initial.tensors, { ...start, label: initial.label });
  const program = createStepProgram({
    model,
    task: jobTask(job, dataset.info),
    optimizer: jobOptimizer(job),
    adversarial: training.adversarial,
    precision: training.precision?.compute,
  });
  return {
    dataset,
    normalizer,
    model,
    program,
    ...(begun && { begun }),
    pipelines: {
      training: (source) => trainingPipeline(source, data, { seed, normalizer, labels, partners: dataset }),
      evaluation: (source) => evaluationPipeline(source, data, { normalizer, labels }),
    },
    sharedPipeline() {
      const shared = dataset.share?.();
      return shared && { dataset: shared, spec: { normalize, augment }, seed, normalizer, labels };
    },
    dispose() {
      program.dispose();
      model.dispose();
      dataset.close();
    },
  };
}
