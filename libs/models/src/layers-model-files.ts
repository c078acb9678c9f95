import { VERSION } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** A file of an exported model. */
export interface ModelFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * A model in tfjs' layers-model format: `model.json` and `weights.bin`, which `tf.loadLayersModel` reads without any
 * package of ours. Reads the weights synchronously from the backend.
 * @param metadata plain JSON kept as the model's user-defined metadata, such as the normaliser that it was trained with.
 */
export function toLayersModelFiles(
  model: LayersModel,
  metadata?: Readonly<Record<string, unknown>>,
): readonly ModelFile[] {
  const weights = model.weights.map((variable) => {
    const value = variable.read();
    if (value.dtype !== 'float32')
      throw new TrainError('internal', `weight ${variable.originalName} is ${value.dtype}, expected float32`);
    const data = value.dataSync<'float32'>();
    return {
      entry: { name: variable.originalName, shape: value.shape, dtype: value.dtype },
      bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    };
  });
  const document = {
    format: 'layers-model',
    generatedBy: `ringmaster v${VERSION}`,
    convertedBy: null,
    modelTopology: model.toJSON(null, false) as unknown,
    weightsManifest: [{ paths: ['weights.bin'], weights: weights.map(({ entry }) => entry) }],
    ...(metadata && { userDefinedMetadata: metadata }),
  };
  return [
    { name: 'model.json', bytes: new TextEncoder().encode(JSON.stringify(document)) },
    { name: 'weights.bin', bytes: concatenate(weights.map(({ bytes }) => bytes)) },
  ];
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
