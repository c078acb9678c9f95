import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { DatasetInfo } from '@ringmaster/data';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { modelOutputs } from './outputs.js';
import { modelEntry } from './registry.js';

/**
 * Builds a job's model for a data set, with initial weights that depend on `training.seed` and the weights' names
 * alone: equal in every process and on every backend. Needs a tfjs backend.
 * @throws TrainError `invalid` where `validateModel` would.
 */
export async function buildModel(
  job: Pick<ResolvedJob, 'model' | 'loss'> & { readonly training: Pick<ResolvedJob['training'], 'seed'> },
  info: DatasetInfo,
): Promise<LayersModel> {
  const entry = modelEntry(job.model.name);
  if (!entry) throw new TrainError('invalid', `model.name: there is no model "${job.model.name}"`);
  const outputs = modelOutputs(job.loss, info);
  if (typeof outputs === 'string') throw new TrainError('invalid', `loss: ${outputs}`);
  const unfit = entry.unfit(info.inputShape);
  if (unfit) throw new TrainError('invalid', `model.name: ${entry.name} ${unfit}`);
  const config = entry.config.safeParse(job.model.config);
  if (!config.success) throw new TrainError('invalid', `model.config: ${config.error.message}`);
  const [build, { setInitialWeights }] = await Promise.all([entry.load(), import('./initial-weights.js')]);
  const model = build(config.data, { inputShape: info.inputShape, outputs });
  setInitialWeights(model, job.training.seed);
  return model;
}
