import type { layers } from '@tensorflow/tfjs-layers';

/** A shape with the batch dimension, which is null while a model is built. */
export type Shape = (number | null)[];

/** What tfjs passes to `call`: whether this is training. */
export type CallOptions = Parameters<layers.Layer['call']>[1];
