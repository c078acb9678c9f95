import { basename } from 'node:path';
import type { ResolvedJob } from '@ringmaster/contracts';
import { bundleCode } from '../data/bundle-code.js';
import { readWeightsFile } from '../data/weights-file.js';

/**
 * Builds a model of the user's own, and compares a file of weights with the model that begins with it, as far as that can be done before
 * the data is read: what does not fit is said now, and not by a job that fails.
 * @throws TrainError `invalid` with everything that does not fit | `artifact_corrupt` | `data_corrupt` naming the file
 */
export async function checkModelFiles(job: ResolvedJob): Promise<void> {
  const { name, initial } = job.model;
  const path = initial?.path;
  const { assembleFor, modelEntry } = await import('@ringmaster/models');
  const brought = modelEntry(name)?.brought;
  // What code makes of samples is known where it runs; here it is only put together.
  if (brought === 'code') return void (job.model.path && (await bundleCode(job.model.path)));
  if (path === undefined && brought === undefined) return;
  const tensors = path === undefined ? undefined : await readWeightsFile(path);
  // Loaded here because they bring a large library along, which most documents do not need.
  const [{ validateDatasetConfig }, { requireFit }, { loadEngine }] = await Promise.all([
    import('@ringmaster/data'),
    import('@ringmaster/models/layers'),
    import('@ringmaster/engine'),
  ]);
  // The sizes of files are known when they are opened: the trainer compares then.
  const summary = validateDatasetConfig(job.data);
  if (!summary) return;
  // Nothing is computed: any backend will do, and this one is always there.
  await loadEngine({ prefer: 'js' });
  const model = await assembleFor(job, summary);
  try {
    if (initial && path !== undefined && tensors)
      requireFit(model, tensors, { ...initial, label: basename(path) });
  } finally {
    model.dispose();
  }
}
