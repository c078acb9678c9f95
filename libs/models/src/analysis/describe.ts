import type { LayersModel } from '@tensorflow/tfjs-layers';
import { multiplyAdds, sampleShape } from './multiply-adds.js';
import { type ReceptiveField, receptiveFields } from './receptive-field.js';

export interface LayerDescription {
  readonly name: string;
  /** The layer's kind as tfjs names it, such as `Conv2D`. */
  readonly kind: string;
  /** Without the batch dimension. */
  readonly outputShape: readonly number[];
  readonly parameters: number;
  /** Of one sample's forward pass; floating-point operations are twice as many. */
  readonly multiplyAdds: number;
  /** For models of images and volumes. */
  readonly receptiveField?: ReceptiveField;
}

export interface ModelDescription {
  readonly name: string;
  readonly layers: readonly LayerDescription[];
  /** Numbers that the optimizer changes. */
  readonly trainableParameters: number;
  /** Numbers that training changes without a gradient: BatchNorm's moving statistics. */
  readonly stateParameters: number;
  /** Of one sample's forward pass. */
  readonly multiplyAdds: number;
}

/** What a model is made of, for people and for reports. */
export function describeModel(model: LayersModel): ModelDescription {
  const fields = receptiveFields(model);
  const layers = model.layers.map((layer): LayerDescription => {
    const receptiveField = fields.get(layer.name);
    return {
      name: layer.name,
      kind: layer.getClassName(),
      // Of its first use: a table of tokens is looked up before it is compared with.
      outputShape: sampleShape(layer.inboundNodes[0]?.outputShapes[0]),
      parameters: count(layer.weights),
      multiplyAdds: multiplyAdds(layer),
      ...(receptiveField !== undefined && { receptiveField }),
    };
  });
  return {
    name: model.name,
    layers,
    trainableParameters: count(model.trainableWeights),
    stateParameters: count(model.nonTrainableWeights),
    multiplyAdds: layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0),
  };
}

function count(weights: LayersModel['weights']): number {
  return weights.reduce((sum, { shape }) => sum + shape.reduce<number>((n, dim) => n * Number(dim), 1), 0);
}
