import { input, type layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';

export type Layer = layers.Layer;

/** Applies layers one after the other. */
export const chain = (x: SymbolicTensor, list: readonly Layer[]): SymbolicTensor =>
  list.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, x);

/** A model of one input. */
export function modelOf(
  name: string,
  shape: readonly number[],
  body: (x: SymbolicTensor) => SymbolicTensor,
  dtype: 'float32' | 'int32' = 'float32',
): LayersModel {
  const inputs = input({ shape: [...shape], name: 'input', dtype });
  return model({ name, inputs, outputs: body(inputs) });
}
