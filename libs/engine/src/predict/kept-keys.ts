import { assert } from '@ringmaster/core';
import { incrementalLayers, type KeysAndValues, withIncrement } from '@ringmaster/models/layers';
import { gather, getBackend, reshape, type Tensor, tensor1d, type Tensor1D } from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { compile } from '../compile.js';
import type { TensorFunction } from '../graph/compiled-graph.js';
import { tokenRows } from './token-rows.js';
import { borrowVariables } from '../program/borrow-variables.js';

export interface KeptKeysOptions {
  readonly context: number;
  readonly vocabulary: number;
  readonly padding: number;
}

/** Logits of next tokens of a causal language model, with the keys and values of all earlier positions kept between calls. */
export interface KeptKeys {
  /**
   * Logits behind each prefix, all of one length up to the context. Where each is one of the last call's with one more token, that
   * token alone is computed; otherwise the whole context is.
   */
  next(prefixes: readonly (readonly number[])[]): readonly Float32Array[];
  /** How often one token alone was computed. */
  readonly increments: number;
  dispose(): void;
}

/** What a call leaves for the next one. */
interface Kept {
  readonly length: number;
  /** The row of each prefix. */
  readonly rows: ReadonlyMap<string, number>;
  /** Keys and values of each layer, one after the other. */
  readonly tensors: readonly Tensor[];
  /** The values of the weights that they were made with: those of a model in training change. */
  readonly weights: readonly object[];
}

/** Undefined of a model that cannot go on with what it kept. */
export function keptKeysOf(model: LayersModel, options: KeptKeysOptions): KeptKeys | undefined {
  const names = incrementalLayers(model);
  if (!names || model.inputs.length !== 1) return undefined;
  const { context, vocabulary, padding } = options;
  const isCompiled = getBackend() === 'tensorflow';
  const mode = isCompiled ? ('compiled' as const) : ('eager' as const);
  const variables = model.weights as unknown as readonly LayerVariable[];
  const whole = compile(wholeFunction({ model, names, ...options }), { name: 'generation', mode });
  const step = compile(stepFunction({ model, names, ...options }), { name: 'generation of one token', mode });
  let last: Kept | undefined;
  let increments = 0;
  const forget = () => {
    for (const tensor of last?.tensors ?? []) tensor.dispose();
    last = undefined;
  };

  return {
    get increments() {
      return increments;
    },
    next(prefixes) {
      const length = prefixes[0]?.length ?? 0;
      const rows = isCompiled ? 2 ** Math.ceil(Math.log2(prefixes.length)) : prefixes.length;
      const weights = variables.map((variable) => variable.read());
      const parents = last && parentsOf(last, prefixes, weights);
      const position = tensor1d([length - 1], 'int32');
      const inputs = parents
        ? [tokenRows(lastTokens(prefixes), { rows, width: 1, padding }), position, rowNumbers(parents, rows)]
        : [tokenRows(prefixes, { rows, width: context, padding }), position];
      const [logits, ...tensors] = parents
        ? step.run([...inputs, ...(last?.tensors ?? []), ...weights])
        : whole.run([...inputs, ...weights]);
      assert(logits, 'generation has logits');
      const values = logits.dataSync<'float32'>();
      for (const tensor of [...inputs, logits]) tensor.dispose();
      forget();
      if (parents) increments += 1;
      last = {
        length,
        rows: new Map(prefixes.map((prefix, row) => [prefix.join(), row])),
        tensors,
        weights: weights.map(({ dataId }) => dataId),
      };
      return prefixes.map((_, row) => values.slice(row * vocabulary, (row + 1) * vocabulary));
    },
    dispose() {
      forget();
      whole.dispose();
      step.dispose();
    },
  };
}

const lastTokens = (prefixes: readonly (readonly number[])[]) => prefixes.map((prefix) => prefix.slice(-1));

const rowNumbers = (parents: readonly number[], rows: number): Tensor =>
  tensor1d(
    Int32Array.from({ length: rows }, (_, row) => parents[row] ?? 0),
    'int32',
  );

interface Incremental extends KeptKeysOptions {
  readonly model: LayersModel;
  /** Of the attention layers, in the order in which their keys and values are passed. */
  readonly names: readonly string[];
}

const flat = (names: readonly string[], after: ReadonlyMap<string, KeysAndValues>): Tensor[] =>
  names.flatMap((name) => {
    const kept = after.get(name);
    assert(kept, `layer ${name} kept nothing`);
    return [...kept];
  });

/** (prefixes, position, weights…) → logits behind the position, keys and values…. */
function wholeFunction({ model, names, context, vocabulary }: Incremental): TensorFunction {
  const variables = model.weights as unknown as readonly LayerVariable[];
  return (prefixes, position, ...weights) =>
    borrowVariables(variables, weights, () => {
      const after = new Map<string, KeysAndValues>();
      const output = withIncrement({ position: undefined, context, before: new Map(), after }, () =>
        model.apply(prefixes as Tensor, { training: false }),
      );
      const logits = gather(output as Tensor, position as Tensor1D, 1);
      return [reshape(logits, [-1, vocabulary]), ...flat(names, after)];
    });
}

/** (tokens, position, rows that they go on with, keys and values…, weights…) → logits behind them, keys and values…. */
function stepFunction({ model, names, context, vocabulary }: Incremental): TensorFunction {
  const variables = model.weights as unknown as readonly LayerVariable[];
  return (tokens, position, parents, ...rest) => {
    const kept = rest.slice(0, 2 * names.length).map((one) => gather(one, parents as Tensor1D));
    const pairs = names.map((name, at) => [name, kept.slice(2 * at, 2 * at + 2)] as const);
    const before = new Map(pairs as unknown as readonly (readonly [string, KeysAndValues])[]);
    return borrowVariables(variables, rest.slice(2 * names.length), () => {
      const after = new Map<string, KeysAndValues>();
      const output = withIncrement({ position: position as Tensor1D, context, before, after }, () =>
        model.apply(tokens as Tensor, { training: false }),
      );
      return [reshape(output as Tensor, [-1, vocabulary]), ...flat(names, after)];
    });
  };
}

/** The row of the last call that each prefix goes on with by one token; undefined unless all of them do. */
function parentsOf(
  { length, rows, weights }: Kept,
  prefixes: readonly (readonly number[])[],
  now: readonly Tensor[],
): readonly number[] | undefined {
  if ((prefixes[0]?.length ?? 0) !== length + 1 || now.some(({ dataId }, at) => dataId !== weights[at]))
    return undefined;
  const found = prefixes.map((prefix) => rows.get(prefix.slice(0, -1).join()));
  return found.every((row) => row !== undefined) ? found : undefined;
}
