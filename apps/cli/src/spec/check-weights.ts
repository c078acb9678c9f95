import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ResolvedJob } from '@ringmaster/contracts';

/**
 * Compares the file of weights that a document names with its model, as far as that can be known before the data is read: what
 * does not fit is said now, and not by a job that fails.
 * @throws TrainError `invalid` with everything that does not fit | `artifact_corrupt` | `data_corrupt` naming the file
 */
export async function checkWeights(job: ResolvedJob): Promise<void> {
  const { initial } = job.model;
  if (initial?.path === undefined) return;
  // Loaded here because they bring a large library along, which most documents do not need.
  const [{ readWeights }, { validateDatasetConfig }, { assembleFor }] = await Promise.all([
    import('@ringmaster/training'),
    import('@ringmaster/data'),
    import('@ringmaster/models'),
  ]);
  const { tensors } = await readWeights(await readFile(initial.path), initial.path);
  // The sizes of files are known when they are opened: the trainer compares then.
  const summary = validateDatasetConfig(job.data);
  if (!summary) return;
  const [{ requireFit }, { loadEngine }] = await Promise.all([
    import('@ringmaster/models/layers'),
    import('@ringmaster/engine'),
  ]);
  // Nothing is computed: any backend will do, and this one is always there.
  await loadEngine({ prefer: 'js' });
  const model = await assembleFor(job, summary);
  try {
    requireFit(model, tensors, { ...initial, label: basename(initial.path) });
  } finally {
    model.dispose();
  }
}
