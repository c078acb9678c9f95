import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { normalize, type Normalizer, sampleWidth } from '@ringmaster/data';
import { createPredictor, type Predictor } from '@ringmaster/engine';
import { loadCodeFile } from '../trainer/user-model.js';
import type { ModelFiles } from './orders.js';
import { type ExportedModel, type Prediction, readExportedModel, toPrediction } from '@ringmaster/serving';

/** An exported model on the loaded engine: raw samples in, predictions out. */
export interface LoadedModel {
  readonly exported: ExportedModel;
  readonly predictor: Predictor;
  /** `x` holds `count` samples as data sets give them, and is normalised in place. */
  predict(x: Float32Array, count: number): readonly Prediction[];
  dispose(): void;
}

/**
 * Loads `model.json` and `weights.bin` of a directory; code runs first.
 * @throws TrainError `not_found` | `artifact_corrupt` | `too_large` | `invalid` naming the place in the code
 */
export async function loadModel(files: ModelFiles, maxBatch: number): Promise<LoadedModel> {
  const exported = await readModelFiles(files);
  return modelOf(exported, await createPredictor(exported, maxBatch));
}

/** The same without a predictor. */
export async function readModelFiles({ modelDir, code }: ModelFiles): Promise<ExportedModel> {
  if (code !== undefined) await loadCodeFile(code);
  const modelJson = await readPart(modelDir, 'model.json');
  return readExportedModel(new TextDecoder().decode(modelJson), await readPart(modelDir, 'weights.bin'));
}

export function modelOf(exported: ExportedModel, predictor: Predictor): LoadedModel {
  return {
    exported,
    predictor,
    predict(x, count) {
      normalizeSamples(exported, predictor, x);
      const logits = predictor.run(x, count);
      return Array.from({ length: count }, (_, row) =>
        toPrediction(
          exported,
          logits.subarray(row * predictor.outputs, (row + 1) * predictor.outputs),
          predictor.outputShape,
        ),
      );
    },
    dispose: () => predictor.dispose(),
  };
}

/** Further columns and tokens are no quantities that a normaliser was fitted to. */
function normalizeSamples(
  { normalizer, furtherInputs }: ExportedModel,
  { inputs }: Predictor,
  x: Float32Array,
): void {
  if (normalizer.kind === 'none') return;
  const width = sampleWidth(inputs);
  let offset = 0;
  for (const part of inputs) {
    const own = sampleWidth([part]);
    const isFurther = inputs.length > 1 && furtherInputs.includes(part.name);
    if (part.dtype === 'float32' && !isFurther) normalizePart(normalizer, x, { offset, own, width });
    offset += own;
  }
}

interface Place {
  readonly offset: number;
  readonly own: number;
  readonly width: number;
}

function normalizePart(normalizer: Normalizer, x: Float32Array, { offset, own, width }: Place): void {
  for (let at = offset; at < x.length; at += width) normalize(normalizer, x.subarray(at, at + own));
}

async function readPart(directory: string, name: string): Promise<Uint8Array> {
  const path = join(directory, name);
  const notThere = (cause: unknown): never => {
    throw new TrainError('not_found', `the model's file ${path} cannot be read`, { cause });
  };
  const { size } = await stat(path).catch(notThere);
  if (size > LIMITS.modelBytes)
    throw new TrainError('too_large', `${path} holds ${size} bytes, more than ${LIMITS.modelBytes}`);
  return readFile(path).catch(notThere);
}
