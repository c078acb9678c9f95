import { assert, TrainError } from '@ringmaster/core';
import { gather, getBackend, reshape, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { compile } from '../compile.js';
import { borrowVariables } from '../program/borrow-variables.js';
import { keptKeysOf } from './kept-keys.js';
import { type LayersModelParts, loadParts } from './load-parts.js';
import { type TokenGrid, tokenRows } from './token-rows.js';

/** A model that says a next token, ready to compute. */
export interface TokenPredictor {
  /** Tokens that it looks back at; longer prefixes are cut at their beginning. */
  readonly context: number;
  /** Tokens of a source, where the model translates one. */
  readonly sourceLength: number | undefined;
  readonly vocabulary: number;
  /**
   * Logits of the token after each prefix, all of one length, at least 1. `source`: what is translated.
   * @throws TrainError `invalid` for a source that is too long
   */
  next(prefixes: readonly (readonly number[])[], source?: readonly number[]): readonly Float32Array[];
  /** How many calls computed one token alone, by what was kept of those before. */
  readonly increments: number;
  dispose(): void;
}

export interface TokenPredictorOptions {
  /** What prefixes are filled up with. */
  readonly padding: number;
  /**
   * Whether keys and values of earlier positions are kept between calls, where the model looks back alone. Default true. A prefix
   * that is longer than the context moves all positions, and is computed as a whole.
   */
  readonly cache?: boolean;
}

/** The input that a translation grows in. */
const DECODER = 'decoder';

/**
 * Loads a layers model on the loaded engine, as a compiled graph for each power of two of prefixes where it can.
 * @throws TrainError `artifact_corrupt` when it does not load | `invalid` when it does not say tokens
 */
export async function createTokenPredictor(
  parts: LayersModelParts,
  tokens: TokenPredictorOptions,
): Promise<TokenPredictor> {
  const model = await loadParts(parts);
  const predictor = tokenPredictorOf(model, tokens);
  return {
    ...predictor,
    get increments() {
      return predictor.increments;
    },
    dispose() {
      predictor.dispose();
      model.dispose();
    },
  };
}

/** The same of a model that somebody else keeps, with the weights that it has at each call. */
export function tokenPredictorOf(
  model: LayersModel,
  { padding, cache = true }: TokenPredictorOptions,
): TokenPredictor {
  const { context, sourceLength, vocabulary } = shapesOf(model);
  const isCompiled = getBackend() === 'tensorflow';
  const variables = model.weights as unknown as readonly LayerVariable[];
  const kept = cache ? keptKeysOf(model, { context, vocabulary, padding }) : undefined;
  const compiled = compile(
    (prefixes, position, ...rest) => {
      const sources = sourceLength === undefined ? [] : rest.slice(0, 1);
      return borrowVariables(variables, rest.slice(sources.length), () => {
        const inputs = model.inputNames.map((name) =>
          isDecoder(name) ? prefixes : (sources[0] ?? prefixes),
        );
        const output = model.apply(inputs.length === 1 ? (inputs[0] as Tensor) : (inputs as Tensor[]), {
          training: false,
        });
        const logits = gather(output as Tensor, position as never, 1);
        return [reshape(logits, [-1, vocabulary])];
      });
    },
    { name: 'generation', mode: isCompiled ? 'compiled' : 'eager' },
  );
  return {
    context,
    sourceLength,
    vocabulary,
    next(prefixes, source) {
      const length = Math.min(prefixes[0]?.length ?? 0, context);
      assert(length > 0, 'a prefix has at least one token');
      if (kept && (prefixes[0]?.length ?? 0) <= context) return kept.next(prefixes);
      const rows = isCompiled ? 2 ** Math.ceil(Math.log2(prefixes.length)) : prefixes.length;
      const inputs = [
        tokenRows(
          prefixes.map((prefix) => prefix.slice(-context)),
          { rows, width: context, padding },
        ),
        tensor1d([length - 1], 'int32'),
        ...(sourceLength === undefined
          ? []
          : [sourceRows(source ?? [], { rows, width: sourceLength, padding })]),
      ];
      const [output] = compiled.run([...inputs, ...variables.map((variable) => variable.read())]);
      assert(output, 'generation has one result');
      const values = output.dataSync<'float32'>();
      for (const tensor of [...inputs, output]) tensor.dispose();
      return prefixes.map((_, row) => values.slice(row * vocabulary, (row + 1) * vocabulary));
    },
    get increments() {
      return kept?.increments ?? 0;
    },
    dispose() {
      kept?.dispose();
      compiled.dispose();
    },
  };
}

const isDecoder = (name: string): boolean => name === DECODER;

function sourceRows(source: readonly number[], grid: TokenGrid): Tensor {
  if (source.length > grid.width)
    throw new TrainError(
      'invalid',
      `the prompt has ${source.length} tokens, but the model translates at most ${grid.width}`,
    );
  return tokenRows(
    Array.from({ length: grid.rows }, () => source),
    grid,
  );
}

function shapesOf(model: LayersModel): Pick<TokenPredictor, 'context' | 'sourceLength' | 'vocabulary'> {
  const refuse = (why: string): never => {
    throw new TrainError('invalid', `the model cannot generate: ${why}`);
  };
  // The layers' names: those of their tensors are numbered in a process that has built such a model before.
  const lengths = model.inputNames.map((name, at) => {
    const [, time, ...more] = model.inputs[at]?.shape ?? [];
    if (typeof time !== 'number' || more.length > 0) refuse('its inputs are not sequences of tokens');
    return [name, time as number] as const;
  });
  const [, steps, vocabulary, ...more] = model.outputs[0]?.shape ?? [];
  if (
    model.outputs.length !== 1 ||
    typeof steps !== 'number' ||
    typeof vocabulary !== 'number' ||
    more.length > 0
  )
    return refuse('it does not put out logits of a token at each place');
  if (lengths.length === 1) return { context: steps, sourceLength: undefined, vocabulary };
  const decoder = lengths.find(([name]) => isDecoder(name));
  const source = lengths.find(([name]) => !isDecoder(name));
  if (lengths.length !== 2 || !decoder || !source)
    return refuse(
      `its inputs are ${lengths.map(([name]) => name).join(', ')}, not a source and "${DECODER}"`,
    );
  return { context: decoder[1], sourceLength: source[1], vocabulary };
}
