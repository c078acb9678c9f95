import { readFile } from 'node:fs/promises';
import { TrainError } from '@ringmaster/core';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A document's `model` with what the file of its `path` says in the place of `path` and `weights`: of `keras`, the topology, and the
 * file's weights to begin with unless the document says other ones, or none.
 * @param path absolute
 * @param allowCode whether it may be code
 * @throws TrainError `invalid` naming the field or the file
 */
export async function withModelFile(model: Fields, path: string, allowCode: boolean): Promise<Fields> {
  const { ALL_MODELS, modelEntry } = await import('@ringmaster/models');
  const name = String(model['name']);
  const brought = modelEntry(name)?.brought;
  if (brought === 'code') return withCode(model, path, allowCode);
  if (brought === 'topology') return withTopology(model, path);
  const own = ALL_MODELS.filter((entry) => entry.brought).map((entry) => `name: ${entry.name}`);
  throw new TrainError(
    'invalid',
    `model.path: ${name} is a model of the library, which no file describes: leave path out, or say ${own.join(', or ')}`,
  );
}

/** The architecture goes into the document. */
async function withTopology(model: Fields, path: string): Promise<Fields> {
  const { path: _path, weights = model['initial'] === undefined, ...rest } = model;
  const { readModelJson } = await import('@ringmaster/models');
  const { topology, weights: groups = [] } = readModelJson(await readFile(path), path);
  if (weights === true && rest['initial'] !== undefined)
    throw new TrainError(
      'invalid',
      'model.weights: training begins with those of model.initial: say false, or leave one out',
    );
  if (weights === true && groups.length === 0)
    throw new TrainError(
      'invalid',
      `model.weights: ${path} has no weights: say weights: false to begin as training.seed says`,
    );
  const config = { ...(rest['config'] as Fields | undefined), topology };
  return { ...rest, config, ...(weights === true && { initial: { path, strict: true } }) };
}

/** Code stays where it is until it is uploaded. */
function withCode(model: Fields, path: string, allowCode: boolean): Fields {
  if (!allowCode)
    throw new TrainError(
      'invalid',
      `model.path: ${path} is code, which runs on the workers with all their rights: say --allow-code if that is what you want`,
    );
  return { ...model, path };
}
