import { cast, expandDims, oneHot, onesLike, type Tensor } from '@tensorflow/tfjs-core';

/** 1 at the place of each index, in a new last axis of `depth` places. tfjs's own takes no single place. */
export const hotRows = (indices: Tensor, depth: number): Tensor =>
  depth === 1
    ? cast(onesLike(expandDims(indices, -1)), 'float32')
    : (cast(oneHot(cast(indices, 'int32') as never, depth), 'float32') as Tensor);
