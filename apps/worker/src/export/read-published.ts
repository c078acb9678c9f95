import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrainError } from '@ringmaster/core';
import { Encoding, TokenFacts } from '@ringmaster/data';
import { modelLayout, readWeights } from '@ringmaster/engine';
import { openLayersModel } from '@ringmaster/models';
import { modelTensors, tensorsSha256 } from '@ringmaster/training';
import { z } from 'zod';
import { SavedColumns, SavedJob, SavedNormalizer, type TrainedModel } from './trained-model.js';

const Metadata = z.object({
  jobId: z.string(),
  weightsSha256: z.string(),
  normalizer: SavedNormalizer,
  dataset: z.object({
    name: z.string(),
    hash: z.string(),
    classes: z.int().optional(),
    classNames: z.array(z.string()).optional(),
    columns: z.array(z.string()).optional(),
    extras: SavedColumns.optional(),
    encodings: z.array(Encoding).optional(),
    fillings: z.array(z.number()).optional(),
    tokens: TokenFacts.optional(),
  }),
  job: SavedJob,
});

/**
 * The model that a finished job published as `model.json` and `weights.bin`.
 * @throws TrainError `artifact_corrupt` naming the file
 */
export async function readPublished(directory: string): Promise<TrainedModel> {
  const [modelJson, weights] = await Promise.all(
    ['model.json', 'weights.bin'].map((name) => readFile(join(directory, name))),
  );
  const { model, metadata } = await openLayersModel({
    modelJson: modelJson ?? new Uint8Array(),
    weights: weights ?? new Uint8Array(),
  });
  const facts = Metadata.safeParse(metadata);
  if (!facts.success)
    throw new TrainError('artifact_corrupt', `model.json: its metadata: ${z.prettifyError(facts.error)}`);
  const layout = modelLayout(model);
  const values = readWeights(model);
  const sha256 = await tensorsSha256(modelTensors(layout, { ...values, slots: [] }));
  if (sha256 !== facts.data.weightsSha256)
    throw new TrainError(
      'artifact_corrupt',
      `weights.bin: its tensors have the SHA-256 ${sha256}, model.json says ${facts.data.weightsSha256}`,
    );
  return { model, layout, weights: values, facts: facts.data };
}
