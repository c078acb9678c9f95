import { BEFORE_CLASSES } from '@ringmaster/data';
import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { type BoxShape, priorBoxes } from '../layers/prior-boxes.js';
import { chain } from './chain.js';

export interface DetectorHeadOptions {
  readonly name: string;
  readonly shapes: readonly BoxShape[];
  readonly classes: number;
  /** Of the convolution, which looks at its own cell alone or at its neighbours too. */
  readonly kernelSize: 1 | 3;
}

/** A row for each prior box of a map: `[batch, h, w, c] → [batch, h·w·shapes, 4 + 1 + classes + 6]`, the last six the prior. */
export function detectorHead(x: SymbolicTensor, options: DetectorHeadOptions): SymbolicTensor {
  const { name, shapes, classes, kernelSize } = options;
  return chain(
    x,
    layers.conv2d({
      name: `${name}_conv`,
      filters: shapes.length * (BEFORE_CLASSES + classes),
      kernelSize,
      padding: 'same',
      kernelInitializer: 'glorotUniform',
    }),
    priorBoxes({ name: `${name}_boxes`, shapes }),
  );
}
