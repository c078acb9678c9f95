import { validateDatasetConfig } from '@ringmaster/data';
import { validateModel } from '@ringmaster/models';
import { requireMonitored, resolveJob } from '@ringmaster/training';
import type { ResolveJob } from './jobs/submit.js';

/** Resolves documents against the registries of models and data sets. */
export const resolveWithRegistries: ResolveJob = (document) =>
  resolveJob(document, {
    checks: [
      {
        path: 'data',
        check: (job) => {
          // Files tell their sizes when they are opened; the trainer checks then.
          const known = validateDatasetConfig(job.data);
          if (known) requireMonitored(job, known.sizes.validation);
        },
      },
      { path: 'model', check: validateModel },
    ],
  });
