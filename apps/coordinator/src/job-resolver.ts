import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { validateDatasetConfig } from '@ringmaster/data';
import { validateModel } from '@ringmaster/models';
import { requireMonitored, resolveJob } from '@ringmaster/training';
import type { ResolveJob } from './jobs/submit.js';

/** Resolves documents against the registries of models and data sets. */
export const resolveWithRegistries: ResolveJob = (document, files = 'uploaded') =>
  resolveJob(document, {
    checks: [
      {
        path: 'data',
        check: (job) => {
          if (files === 'uploaded') refusePath(job);
          // Files tell their sizes when they are opened; the trainer checks then.
          const known = validateDatasetConfig(job.data);
          if (known) requireMonitored(job, known.sizes.validation);
        },
      },
      { path: 'model', check: validateModel },
    ],
  });

/** @throws TrainError `invalid` when the document names a file of its user's machine */
function refusePath({ data, model }: ResolvedJob): void {
  for (const field of ['from', 'path'] as const) {
    if (model.initial?.[field] === undefined) continue;
    const message = '`ringmaster run` and `submit` upload the weights of what it names: say `source` here';
    throw new TrainError('invalid', message, {
      details: { problems: [{ path: `model.initial.${field}`, message }] },
    });
  }
  if (model.path !== undefined || model.weights !== undefined) {
    const message = '`ringmaster run` and `submit` read the file that it names: leave it out here';
    const path = model.path === undefined ? 'model.weights' : 'model.path';
    throw new TrainError('invalid', message, { details: { problems: [{ path, message }] } });
  }
  if (data.path === undefined) return;
  const message =
    'a path is known to the machine of its user alone; `ringmaster run` and `submit` upload what it names';
  throw new TrainError('invalid', message, { details: { problems: [{ path: 'data.path', message }] } });
}
