import type { LayersModel } from '@tensorflow/tfjs-layers';

export interface LayerDescription {
  readonly name: string;
  /** The layer's kind as tfjs names it, such as `Conv2D`. */
  readonly kind: string;
  /** Without the batch dimension. */
  readonly outputShape: readonly number[];
  readonly parameters: number;
}

export interface ModelDescription {
  readonly name: string;
  readonly layers: readonly LayerDescription[];
  /** Numbers that the optimizer changes. */
  readonly trainableParameters: number;
  /** Numbers that training changes without a gradient: BatchNorm's moving statistics. */
  readonly stateParameters: number;
}

/** What a model is made of, for people and for reports. */
export function describeModel(model: LayersModel): ModelDescription {
  const layers = model.layers.map((layer) => ({
    name: layer.name,
    kind: layer.getClassName(),
    outputShape: (layer.outputShape as (number | null)[]).slice(1).map(Number),
    parameters: count(layer.weights),
  }));
  return {
    name: model.name,
    layers,
    trainableParameters: count(model.trainableWeights),
    stateParameters: count(model.nonTrainableWeights),
  };
}

function count(weights: LayersModel['weights']): number {
  return weights.reduce((sum, { shape }) => sum + shape.reduce<number>((n, dim) => n * Number(dim), 1), 0);
}
