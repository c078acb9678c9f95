import { TrainError } from '@ringmaster/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { unknownLayer } from './unknown-layer.js';

const Document = z.object({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.tuple([
    z.object({
      weights: z.array(
        z.object({ name: z.string(), shape: z.array(z.int().min(0)), dtype: z.literal('float32') }),
      ),
    }),
  ]),
  userDefinedMetadata: z.record(z.string(), z.unknown()).optional(),
});

/**
 * The model and the metadata that `toLayersModelFiles` wrote. Needs a tfjs backend.
 * @throws TrainError `artifact_corrupt` naming the file
 */
export async function openLayersModel(files: {
  readonly modelJson: Uint8Array;
  readonly weights: Uint8Array;
}): Promise<{ readonly model: LayersModel; readonly metadata: Readonly<Record<string, unknown>> }> {
  const corrupt = (message: string, cause?: unknown) =>
    new TrainError('artifact_corrupt', message, cause === undefined ? {} : { cause });
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(files.modelJson));
  } catch (cause) {
    throw corrupt('model.json: not JSON', cause);
  }
  const parsed = Document.safeParse(json);
  if (!parsed.success) throw corrupt(`model.json: ${z.prettifyError(parsed.error)}`);
  const { modelTopology, weightsManifest, userDefinedMetadata } = parsed.data;
  const { weights } = weightsManifest[0];
  const expected = weights.reduce((sum, { shape }) => sum + 4 * shape.reduce((n, dim) => n * dim, 1), 0);
  if (files.weights.byteLength !== expected)
    throw corrupt(`weights.bin: ends at byte ${files.weights.byteLength}, model.json promises ${expected}`);
  const artifacts = { modelTopology, weightSpecs: weights, weightData: files.weights.slice().buffer };
  const [{ io }, { loadLayersModel }] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('@tensorflow/tfjs-layers'),
  ]);
  const model = await loadLayersModel(io.fromMemory(artifacts)).catch((cause: unknown) => {
    throw (
      unknownLayer(cause) ??
      corrupt(`model.json: ${cause instanceof Error ? cause.message : String(cause)}`, cause)
    );
  });
  return { model, metadata: userDefinedMetadata ?? {} };
}
