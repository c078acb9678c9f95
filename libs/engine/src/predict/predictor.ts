import { assert, TrainError } from '@ringmaster/core';
import { type InputPart, sampleWidth } from '@ringmaster/data';
import { getBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { compile } from '../compile.js';
import { borrowVariables } from '../program/borrow-variables.js';
import { type LayersModelParts, loadParts } from './load-parts.js';

/** A trained model ready to compute. */
export interface Predictor {
  readonly inputs: readonly InputPart[];
  /** Of a sample, without the batch dimension. */
  readonly outputShape: readonly number[];
  /** Values that it puts out for a sample. */
  readonly outputs: number;
  /**
   * The model's output for `count` samples, row-major; more than `maxBatch` are computed in several batches. A row of `x` holds
   * the values of all inputs, one after the other.
   */
  run(x: Float32Array, count: number): Float32Array;
  /** Prepares every batch size, so that no later call waits for a graph. */
  warm(): void;
  dispose(): void;
}

/**
 * Loads a layers model on the loaded engine. With the native engine it runs as compiled graphs: batches are padded to
 * the next power of two, so there are few of them; in pure JavaScript op by op.
 * @throws TrainError `artifact_corrupt` when it is no model with one output, and all shapes fixed
 */
export async function createPredictor(parts: LayersModelParts, maxBatch: number): Promise<Predictor> {
  const model = await loadParts(parts);
  const inputs = inputsOf(model);
  if (model.outputs.length !== 1)
    throw new TrainError('artifact_corrupt', `the model has ${model.outputs.length} outputs, expected one`);
  const outputShape = fixed(model.outputs[0]?.shape ?? []);
  const outputs = outputShape.reduce((product, dim) => product * dim, 1);
  const width = sampleWidth(inputs);
  const isCompiled = getBackend() === 'tensorflow';
  const variables = model.weights as unknown as readonly LayerVariable[];
  // Weights are inputs, so that the graphs of all batch sizes share them.
  const weights = variables.map((variable) => variable.read());
  const compiled = compile(
    (...given) =>
      borrowVariables(variables, given.slice(inputs.length), () => {
        const fed = given.slice(0, inputs.length);
        const output = model.apply(fed.length === 1 ? (fed[0] as Tensor) : fed, { training: false });
        assert(!Array.isArray(output), 'models have one output');
        return [output as Tensor];
      }),
    { name: 'inference', mode: isCompiled ? 'compiled' : 'eager' },
  );

  const runBatch = (x: Float32Array, count: number): Float32Array => {
    const rows = isCompiled ? Math.min(2 ** Math.ceil(Math.log2(count)), maxBatch) : count;
    const fed = columnsOf(x, { inputs, width, rows });
    const [output] = compiled.run([...fed, ...weights]);
    assert(output, 'inference has one result');
    const values = output.dataSync<'float32'>().slice(0, count * outputs);
    for (const one of fed) one.dispose();
    output.dispose();
    return values;
  };

  return {
    inputs,
    outputShape,
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

interface Columns {
  readonly inputs: readonly InputPart[];
  /** Values of a sample. */
  readonly width: number;
  /** Of the tensors; rows that no sample fills are zeros. */
  readonly rows: number;
}

/** A tensor for each input. */
function columnsOf(x: Float32Array, { inputs, width, rows }: Columns): Tensor[] {
  let offset = 0;
  return inputs.map(({ shape, dtype }) => {
    const own = shape.reduce((product, dim) => product * dim, 1);
    const values = dtype === 'int32' ? new Int32Array(rows * own) : new Float32Array(rows * own);
    for (let row = 0; row * width < x.length; row += 1)
      values.set(x.subarray(row * width + offset, row * width + offset + own), row * own);
    offset += own;
    return tensor(values, [rows, ...shape], dtype);
  });
}

const inputsOf = ({ inputs }: LayersModel): readonly InputPart[] =>
  inputs.map(({ shape, dtype, sourceLayer }) => {
    const tables = sourceLayer.outboundNodes
      .map(({ outboundLayer }) => outboundLayer.getConfig())
      .map((config) => config['vocabulary'] ?? config['inputDim'])
      .filter((size) => typeof size === 'number');
    const below = tables.length > 0 ? Math.min(...tables) : undefined;
    return {
      name: sourceLayer.name,
      shape: fixed(shape),
      dtype: dtype === 'int32' ? 'int32' : 'float32',
      ...(below !== undefined && { below }),
    };
  });

function fixed([, ...dims]: readonly (number | null)[]): readonly number[] {
  if (dims.length > 0 && dims.every((dim) => dim !== null)) return dims as number[];
  throw new TrainError('artifact_corrupt', 'the inputs and the output of the model must have fixed shapes');
}
