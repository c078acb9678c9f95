import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrainError } from '@ringmaster/core';
import { assignWeights, modelLayout } from '@ringmaster/engine';
import { buildModel, type ModelEntry } from '@ringmaster/models';
import {
  type CheckpointManifest,
  evaluatedCheckpoint,
  jobOptimizer,
  modelTensors,
  openCheckpoint,
  parseManifest,
  tensorsSha256,
} from '@ringmaster/training';
import { SavedNormalizer, type TrainedModel } from './trained-model.js';

const MANIFEST = 'manifest.json';

/**
 * The model of a checkpoint, as evaluations see it (averaged weights where the job keeps them). Needs no data set.
 * @throws TrainError `artifact_corrupt` naming the file | `incompatible` for a checkpoint of an older release
 */
export async function readCheckpoint(
  directory: string,
  { jobId, userModel }: { readonly jobId: string; readonly userModel?: ModelEntry | undefined },
): Promise<TrainedModel> {
  const names = await readdir(directory);
  const read = async (name: string) => [name, await readFile(join(directory, name))] as const;
  const files = new Map<string, Uint8Array>(await Promise.all(names.map(read)));
  const manifestBytes = files.get(MANIFEST);
  if (!manifestBytes) throw new TrainError('artifact_corrupt', `${MANIFEST}: missing from the checkpoint`);
  files.delete(MANIFEST);
  const manifest = parseManifest(manifestBytes);
  const normalizer = SavedNormalizer.safeParse(manifest.normalizer);
  if (!normalizer.success)
    throw new TrainError('incompatible', `${MANIFEST}: a normaliser that this release does not know`);
  const { job, dataset, step } = manifest;
  const model = await buildModel(job, infoOf(manifest), userModel);
  const layout = modelLayout(model, jobOptimizer(job).slots);
  const weights = evaluatedCheckpoint(await openCheckpoint({ manifest, files }, layout), layout);
  assignWeights(model, weights);
  const weightsSha256 = await tensorsSha256(modelTensors(layout, { ...weights, slots: [] }));
  return {
    model,
    layout,
    weights,
    facts: {
      jobId,
      step,
      weightsSha256,
      normalizer: normalizer.data,
      dataset: { name: dataset.name, hash: dataset.hash, ...dataset.samples },
      job,
    },
  };
}

function infoOf({ dataset: { name, hash, samples }, step }: CheckpointManifest) {
  if (!samples)
    throw new TrainError(
      'incompatible',
      `the checkpoint of step ${step} was written by a release that did not note the shape of its samples: ` +
        'export the finished job, or let the job write another checkpoint',
    );
  const { inputShape, labelShape, labelDtype, classes, classNames, inputDtype, extras, tokens } = samples;
  return {
    name,
    hash,
    sizes: { train: 0, validation: 0, test: 0 },
    ...{ inputShape, labelShape, labelDtype },
    ...(inputDtype && { inputDtype }),
    ...(extras && { extras }),
    ...(classes !== undefined && { classes }),
    ...(classNames && { classNames }),
    ...(tokens && { tokens }),
  };
}
