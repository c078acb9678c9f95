import { assert, TrainError } from '@ringmaster/core';
import { PRIOR_COLUMNS } from '@ringmaster/data';
import {
  add,
  concat,
  mean,
  reshape,
  serialization,
  sub,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Shape } from './layer-types.js';
import { onlyInput } from './only-input.js';

/** Width and height of a box, relative to the image. */
export type BoxShape = readonly [width: number, height: number];

export interface PriorBoxesOptions {
  readonly name: string;
  /** Shapes of the boxes that are centred on every cell of the grid. */
  readonly shapes: readonly BoxShape[];
}

/**
 * The prior boxes of a grid (anchors, default boxes), `[rows·columns·shapes, 6]` row-major: cell by cell, shape by shape,
 * each its centre, width and height, and the sides of a cell, all relative to the image.
 */
export function priorGrid(rows: number, columns: number, shapes: readonly BoxShape[]): Float32Array {
  const values: number[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (const [width, height] of shapes)
        values.push((column + 0.5) / columns, (row + 0.5) / rows, width, height, 1 / columns, 1 / rows);
  return Float32Array.from(values);
}

/**
 * A map of features as the rows of a detector: `[batch, h, w, shapes·values] → [batch, h·w·shapes, values + 6]`, each row
 * followed by its prior box, so that a loss or a decoder needs to know nothing of the model.
 */
class PriorBoxes extends layers.Layer {
  static readonly className = 'RingmasterPriorBoxes';
  private readonly shapes: readonly BoxShape[];

  constructor({ name, shapes }: PriorBoxesOptions) {
    super({ name });
    this.shapes = shapes;
  }

  override build(inputShape: Shape): void {
    const channels = inputShape.at(-1) ?? 0;
    if (inputShape.length !== 4 || channels % this.shapes.length !== 0)
      throw new TrainError(
        'invalid',
        `layer ${this.name} has ${this.shapes.length} boxes a cell, which do not share [${inputShape.join(', ')}]`,
      );
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs);
      const [batch = 1, rows = 1, columns = 1, channels = 1] = x.shape;
      const count = rows * columns * this.shapes.length;
      const own = reshape(x, [batch, count, channels / this.shapes.length]);
      const priors = tensor(priorGrid(rows, columns, this.shapes), [1, count, PRIOR_COLUMNS]);
      // Zeros of the batch's size, made of the input: a graph then holds for any batch. A slice would name the size.
      const level = mean(own, 2, true);
      return concat([own, add(sub(level, level), priors)], 2);
    });
  }

  override computeOutputShape([batch, rows, columns, channels]: Shape): Shape {
    assert(rows && columns && channels, `layer ${this.name} takes a map of a known size`);
    const boxes = this.shapes.length;
    return [batch ?? null, rows * columns * boxes, channels / boxes + PRIOR_COLUMNS];
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), shapes: this.shapes.map((shape) => [...shape]) };
  }
}
serialization.registerClass(PriorBoxes as unknown as serialization.SerializableConstructor<layers.Layer>);

export const priorBoxes = (options: PriorBoxesOptions): layers.Layer => new PriorBoxes(options);
