import type { layers, SymbolicTensor } from '@tensorflow/tfjs-layers';

/**
 * Applies layers one after the other. They are built without drawing initial weights: {@link setInitialWeights} writes
 * those of the job's seed, and drawing a hundred million numbers twice takes seconds.
 */
export function chain(x: SymbolicTensor, ...body: readonly layers.Layer[]): SymbolicTensor {
  return body.reduce((tensor, layer) => apply(layer, tensor), x);
}

/** The same for one layer that takes several inputs, such as an addition. */
export function apply(layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  layer.setFastWeightInitDuringBuild(true);
  return layer.apply(x) as SymbolicTensor;
}
