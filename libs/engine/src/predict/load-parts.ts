import { TrainError } from '@ringmaster/core';
import { unknownLayer } from '@ringmaster/models';
import { io } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';

/** A layers model's parts, as tfjs names them. */
export interface LayersModelParts {
  readonly topology: unknown;
  readonly weightSpecs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** All weights as float32, one after the other. */
  readonly weightData: Uint8Array;
}

/** @throws TrainError `artifact_corrupt` when they make no model */
export const loadParts = (parts: LayersModelParts): Promise<LayersModel> =>
  loadLayersModel(
    io.fromMemory({
      modelTopology: parts.topology as io.ModelArtifacts['modelTopology'] & object,
      weightSpecs: parts.weightSpecs.map(({ name, shape }) => ({
        name,
        shape: [...shape],
        dtype: 'float32',
      })),
      weightData: parts.weightData.slice().buffer,
    }),
  ).catch((cause: unknown) => {
    const message = `the model cannot be loaded: ${(cause as Error).message}`;
    throw unknownLayer(cause) ?? new TrainError('artifact_corrupt', message, { cause });
  });
