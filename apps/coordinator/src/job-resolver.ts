import { validateDatasetConfig } from '@ringmaster/data';
import { validateModel } from '@ringmaster/models';
import { resolveJob } from '@ringmaster/training';
import type { ResolveJob } from './jobs/submit.js';

/** Resolves documents against the registries of models and data sets. */
export const resolveWithRegistries: ResolveJob = (document) =>
  resolveJob(document, {
    checks: [
      { path: 'data', check: (job) => void validateDatasetConfig(job.data) },
      { path: 'model', check: validateModel },
    ],
  });
