import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { DatasetInfo, DatasetSummary } from '@ringmaster/data';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelContext, ModelEntry } from './model.js';
import { lossActivation, modelOutputs } from './outputs.js';
import { samplesOf } from './samples-of.js';
import { modelEntry, unknownModel } from './registry.js';

/**
 * Builds a job's model for a data set, with initial weights that depend on `training.seed` and the weights' names
 * alone: equal in every process and on every backend. Needs a tfjs backend.
 * @param userModel what `model.code` holds, where the model is a module
 * @throws TrainError `invalid` where `validateModel` would.
 */
export async function buildModel(
  job: Pick<ResolvedJob, 'model' | 'loss'> & { readonly training: Pick<ResolvedJob['training'], 'seed'> },
  info: DatasetInfo,
  userModel?: ModelEntry,
): Promise<LayersModel> {
  const model = await assembleFor(job, info, userModel);
  const { setInitialWeights } = await import('./initial-weights.js');
  setInitialWeights(model, job.training.seed);
  return model;
}

/**
 * A job's model with all weights zero: what it takes to compare it with a file of weights. Needs a tfjs backend.
 * @throws TrainError `invalid` where `validateModel` would.
 */
export async function assembleFor(
  { model, loss }: Pick<ResolvedJob, 'model' | 'loss'>,
  summary: DatasetSummary,
  userModel?: ModelEntry,
): Promise<LayersModel> {
  const entry = userModel ?? requireModel(model.name);
  const outputs = modelOutputs(loss, summary);
  if (typeof outputs === 'string') throw new TrainError('invalid', `loss: ${outputs}`);
  const context = { ...samplesOf(summary), outputs, activation: lossActivation(loss) };
  return assemble(entry, model.config, context);
}

/**
 * A model of the registry with all weights zero: what it takes to look at one. Needs a tfjs backend.
 * @throws TrainError `invalid` naming the name, the option or the shape
 */
export const assembleModel = async (
  { name, config }: ResolvedJob['model'],
  context: ModelContext,
): Promise<LayersModel> => assemble(requireModel(name), config, context);

function requireModel(name: string): ModelEntry {
  const entry = modelEntry(name);
  if (!entry) throw new TrainError('invalid', `model.name: ${unknownModel(name)}`);
  return entry;
}

async function assemble(entry: ModelEntry, config: unknown, context: ModelContext): Promise<LayersModel> {
  const parsed = entry.config.safeParse(config);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${['model.config', ...path.map(String)].join('.')}: ${message}`,
    );
    throw new TrainError('invalid', problems.join('\n'));
  }
  const unfit = entry.unfit(context.inputShape, context, parsed.data);
  if (unfit) throw new TrainError('invalid', `model.name: ${entry.name} ${unfit}`);
  const build = await entry.load();
  return build(parsed.data, context);
}
