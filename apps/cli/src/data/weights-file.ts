import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { GivenWeight } from '@ringmaster/models/layers';

/** A model.json keeps its weights in files beside it. */
export const isModelJson = (path: string): boolean => path.endsWith('.json');

/** The tensors of a file of weights, or of a model.json and the files beside it. @throws TrainError naming the file */
export async function readWeightsFile(path: string): Promise<readonly GivenWeight[]> {
  if (isModelJson(path)) {
    const { layersModelWeights, readModelJson } = await import('@ringmaster/models');
    const file = readModelJson(await readFile(path), path);
    return layersModelWeights(file, (name) => readFile(join(dirname(path), name)));
  }
  const { readWeights } = await import('@ringmaster/training');
  return (await readWeights(await readFile(path), basename(path))).tensors;
}

/** The same as one file of safetensors, which is what travels. */
export async function weightsAsSafetensors(path: string): Promise<Uint8Array> {
  const { encodeSafetensors } = await import('@ringmaster/training');
  const tensors = await readWeightsFile(path);
  return encodeSafetensors(
    tensors.flatMap(({ name, shape, values }) => (values ? [{ name, shape, data: values() }] : [])),
  );
}
