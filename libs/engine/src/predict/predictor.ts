import { assert, TrainError } from '@ringmaster/core';
import { getBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { compile } from '../compile.js';
import { borrowVariables } from '../program/borrow-variables.js';
import { type LayersModelParts, loadParts } from './load-parts.js';

/** A trained model ready to compute. */
export interface Predictor {
  /** One sample's shape, without the batch dimension. */
  readonly inputShape: readonly number[];
  /** Values that it puts out for a sample. */
  readonly outputs: number;
  /** The model's output for `count` samples, row-major; more than `maxBatch` are computed in several batches. */
  run(x: Float32Array, count: number): Float32Array;
  /** Prepares every batch size, so that no later call waits for a graph. */
  warm(): void;
  dispose(): void;
}

/**
 * Loads a layers model on the loaded engine. With the native engine it runs as compiled graphs: batches are padded to
 * the next power of two, so there are few of them; in pure JavaScript op by op.
 * @throws TrainError `artifact_corrupt` when it is no model with one input and one output of fixed shapes
 */
export async function createPredictor(parts: LayersModelParts, maxBatch: number): Promise<Predictor> {
  const model = await loadParts(parts);
  const inputShape = fixed(model.inputs.map(({ shape }) => shape));
  const outputShape = fixed(model.outputs.map(({ shape }) => shape));
  const outputs = outputShape.reduce((product, dim) => product * dim, 1);
  const width = inputShape.reduce((product, dim) => product * dim, 1);
  const isCompiled = getBackend() === 'tensorflow';
  const variables = model.weights as unknown as readonly LayerVariable[];
  // Weights are inputs, so that the graphs of all batch sizes share them.
  const weights = variables.map((variable) => variable.read());
  const compiled = compile(
    (x, ...values) =>
      borrowVariables(variables, values, () => {
        const output = model.apply(x as Tensor, { training: false });
        assert(!Array.isArray(output), 'models have one output');
        return [output as Tensor];
      }),
    { name: 'inference', mode: isCompiled ? 'compiled' : 'eager' },
  );

  const runBatch = (x: Float32Array, count: number): Float32Array => {
    const rows = isCompiled ? Math.min(2 ** Math.ceil(Math.log2(count)), maxBatch) : count;
    const padded = new Float32Array(rows * width);
    padded.set(x);
    const input = tensor(padded, [rows, ...inputShape]);
    const [output] = compiled.run([input, ...weights]);
    assert(output, 'inference has one result');
    const values = output.dataSync<'float32'>().slice(0, count * outputs);
    input.dispose();
    output.dispose();
    return values;
  };

  return {
    inputShape,
    outputs,
    run(x, count) {
      const all = new Float32Array(count * outputs);
      for (let at = 0; at < count; at += maxBatch) {
        const rows = Math.min(maxBatch, count - at);
        all.set(runBatch(x.subarray(at * width, (at + rows) * width), rows), at * outputs);
      }
      return all;
    },
    warm() {
      for (let rows = 1; ; rows = Math.min(2 * rows, maxBatch)) {
        runBatch(new Float32Array(rows * width), rows);
        if (!isCompiled || rows >= maxBatch) return;
      }
    },
    dispose() {
      compiled.dispose();
      model.dispose();
    },
  };
}

function fixed(shapes: readonly (readonly (number | null)[])[]): readonly number[] {
  const [shape = []] = shapes;
  const dims = shape.slice(1);
  if (shapes.length === 1 && dims.length > 0 && dims.every((dim) => dim !== null)) return dims as number[];
  throw new TrainError('artifact_corrupt', 'the model must have one input and one output of fixed shapes');
}
