import type { JobDocumentInput, ResolvedJob } from '@ringmaster/contracts';
import { resolveJob, type StepProgram } from '@ringmaster/training';
import { linearProgram } from './linear-program.js';
import { memoryDataset } from './memory-dataset.js';

/** Shape of {@link blobs}. */
export const BLOB_INPUTS = 6;
export const BLOB_CLASSES = 3;

/** 53 samples in batches of 8: seven steps an epoch, the last one of 5 samples for 4 shards. */
export const blobs = memoryDataset({
  sizes: { train: 53, validation: 17, test: 29 },
  inputs: BLOB_INPUTS,
  classes: BLOB_CLASSES,
});

/** The model of {@link linearJob}. */
export const linearModel = (): StepProgram =>
  linearProgram({ inputs: BLOB_INPUTS, classes: BLOB_CLASSES, dropout: 0.2 });

/** A job over {@link blobs}: three epochs, 21 steps. */
export const linearJob = (
  training: JobDocumentInput['training'] = {},
  rest: Partial<JobDocumentInput> = {},
): ResolvedJob =>
  resolveJob({
    version: 1,
    kind: 'train',
    model: { name: 'linear' },
    data: { dataset: 'blobs', batchSize: 8 },
    loss: 'sparseCategoricalCrossentropy',
    optimizer: { kind: 'sgd', learningRate: 0.05, momentum: 0.9 },
    schedule: { kind: 'cosine', warmupSteps: 3 },
    training: { epochs: 3, seed: 5, shards: 4, verifyReplicasEvery: 4, ...training },
    ...rest,
  });
