import { clone, engine, type Tensor } from '@tensorflow/tfjs-core';
import { TrainError } from '@ringmaster/core';
import type { LowPrecision } from './graph/lower-precision.js';
import { type CompiledGraph, compileGraph, type TensorFunction } from './graph/compiled-graph.js';

/** A function of tensors, ready to run many times. */
export interface Compiled {
  /** Runs it; results are new tensors that the caller disposes. */
  run(inputs: readonly Tensor[]): Tensor[];
  /** Input signatures seen so far, each with a graph of its own (0 in eager mode). */
  readonly signatures: number;
  dispose(): void;
}

export interface CompileOptions {
  /** Appears in errors. */
  readonly name: string;
  /** `eager` runs the function as it is, op by op; default `compiled`, which needs the native engine. */
  readonly mode?: 'compiled' | 'eager';
  /** What products and convolutions are computed in; default float32, and nothing else where steps are not compiled. */
  readonly precision?: LowPrecision | undefined;
}

const eagerPrecision = (precision: LowPrecision): TrainError =>
  new TrainError(
    'incompatible',
    `training.precision: ${precision} needs steps that are compiled, on the native engine: run npx ringmaster setup, or ` +
      'leave it out',
  );

/**
 * Makes a pure function of tensors fast: it is recorded once per input signature (shapes and dtypes) and replayed as
 * one TensorFlow graph. Everything that changes from call to call must be an input, random seeds included; a value that
 * JavaScript computes becomes a constant, and one that differs between two recordings is an error naming the op.
 *
 * @example
 * const axpy = compile((a, x, y) => [add(mul(a, x), y)], { name: 'axpy' });
 * const [sum] = axpy.run([scalar(2), x, y]);
 */
export function compile(
  fn: TensorFunction,
  { name, mode = 'compiled', precision }: CompileOptions,
): Compiled {
  if (mode === 'eager') {
    if (precision) throw eagerPrecision(precision);
    return eagerly(fn);
  }
  const graphs = new Map<string, CompiledGraph>();
  return {
    run(inputs) {
      const signature = inputs.map(({ dtype, shape }) => `${dtype}[${shape.join()}]`).join(' ');
      let graph = graphs.get(signature);
      if (!graph) graphs.set(signature, (graph = compileGraph(fn, inputs, { name, precision })));
      return graph.run(inputs);
    },
    get signatures() {
      return graphs.size;
    },
    dispose() {
      for (const graph of graphs.values()) graph.dispose();
      graphs.clear();
    },
  };
}

const eagerly = (fn: TensorFunction): Compiled => ({
  // An input that is handed through becomes a tensor of its own, as it does in compiled mode.
  run: (inputs) =>
    engine().tidy(() => fn(...inputs).map((result) => (inputs.includes(result) ? clone(result) : result))),
  signatures: 0,
  dispose: () => undefined,
});
