import type { LayersModel } from '@tensorflow/tfjs-layers';

/** What TensorFlow does not take in the name of a node becomes an underscore. */
export const nodeName = (text: string): string => text.replace(/[^A-Za-z0-9_./-]/g, '_');

/** Runs `fn` and tells meanwhile which layer of the model is at work: `conv1/`, or nothing between layers. */
export function withLayerScopes<T>(model: LayersModel, fn: (prefix: () => string) => T): T {
  const atWork: string[] = [];
  for (const layer of model.layers) {
    const call = layer.call.bind(layer);
    layer.call = (...given) => {
      atWork.push(`${nodeName(layer.name)}/`);
      try {
        return call(...given);
      } finally {
        atWork.pop();
      }
    };
  }
  try {
    return fn(() => atWork.at(-1) ?? '');
  } finally {
    // Uncovers the method of the class.
    for (const layer of model.layers) Reflect.deleteProperty(layer, 'call');
  }
}
