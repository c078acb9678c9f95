import { TrainError } from '@ringmaster/core';
import {
  depthOf,
  type InputPart,
  type InputSpec,
  readObject,
  readSample,
  sampleWidth,
  tokenProblem,
} from '@ringmaster/data';
import { parseBody } from './json-body.js';

/** Samples of one request, row-major, as a data set gives them; of a model with several inputs one after the other. */
export interface PredictRequest {
  readonly count: number;
  readonly x: Float32Array;
}

interface PredictRequestOptions {
  /** The model's inputs. */
  readonly parts: readonly InputPart[];
  readonly maxSamples: number;
  /** How samples that name their features are read, where the model was trained on a table. */
  readonly table?: Omit<InputSpec, 'shape'> | undefined;
}

/**
 * Reads `{"inputs": …}`: one sample of the model's shape, or a list of them; samples of a table may be objects with the features
 * by name. Nothing but that key, every number one that float32 can hold.
 * @throws TrainError `invalid`, naming the place: `inputs[3][1]` | `too_large` past `maxSamples`
 */
export function readPredictRequest(
  text: string,
  { parts, maxSamples, table }: PredictRequestOptions,
): PredictRequest {
  const inputs = inputsOf(parseBody(text));
  const isTable = parts.length === 1 && table?.columns !== undefined;
  const named = isTable ? namedSamples(inputs) : undefined;
  if (named && table) return readNamed(named, { parts, maxSamples, table });
  const depth = depthOf(inputs);
  const shape = parts.length === 1 ? (parts[0]?.shape ?? []) : [];
  const expected =
    parts.length === 1
      ? `a sample of shape [${shape.join(', ')}], or a list of such samples`
      : `an object with ${parts.map(({ name }) => name).join(', ')}, or a list of such objects`;
  requireLists(inputs, { parts, isTable });
  if (depth !== shape.length && depth !== shape.length + 1)
    throw new TrainError(
      'invalid',
      `inputs: ${depth === 0 ? 'not a list' : `lists nested ${depth} deep`}, expected ${expected}`,
    );
  const isOne = depth === shape.length;
  const samples = (isOne ? [inputs] : inputs) as readonly unknown[];
  requireSamples(samples.length, maxSamples);
  const width = sampleWidth(parts);
  // A value takes two characters at least. Where the body is too short for all of them a sample is wrong, and until it is
  // found one sample's room is enough.
  const isWhole = 2 * samples.length * width <= text.length;
  const x = new Float32Array((isWhole ? samples.length : 1) * width);
  samples.forEach((sample, row) => {
    const problem = readSample(sample, parts, { into: x, offset: isWhole ? row * width : 0 });
    if (problem) throw refused(row, problem);
  });
  const problem = tokenProblem({ x, count: samples.length }, parts);
  if (problem) throw refused(problem.row, problem);
  return { count: samples.length, x };

  function refused(row: number, { path, message }: { readonly path: string; readonly message: string }) {
    const hint = isTable && path === '' ? ', or an object with the features by name' : '';
    return new TrainError('invalid', `inputs${isOne ? '' : `[${row}]`}${path}: ${message}${hint}`);
  }
}

/** What a look at the shape alone would explain badly. */
function requireLists(
  inputs: unknown,
  { parts, isTable }: { readonly parts: readonly InputPart[]; readonly isTable: boolean },
): void {
  if (!Array.isArray(inputs)) return;
  if (inputs.length === 0) throw new TrainError('invalid', 'inputs: an empty list holds no sample');
  const at = parts.length === 1 ? inputs.findIndex(isNamed) : -1;
  if (at < 0) return;
  const why = isTable
    ? ' among lists: either all samples name their features, or none'
    : `, but the features of this model have no names: expected lists of shape [${parts[0]?.shape.join(', ')}]`;
  throw new TrainError('invalid', `inputs[${at}]: an object${why}`);
}

function requireSamples(samples: number, most: number): void {
  if (samples > most)
    throw new TrainError('too_large', `inputs: ${samples} samples in one request, at most ${most}`);
}

type Named = Readonly<Record<string, unknown>>;
const isNamed = (value: unknown): value is Named =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Samples that name their features; undefined where they do not. */
function namedSamples(inputs: unknown): readonly Named[] | undefined {
  if (isNamed(inputs)) return [inputs];
  return Array.isArray(inputs) && inputs.length > 0 && inputs.every(isNamed) ? inputs : undefined;
}

function readNamed(
  samples: readonly Named[],
  { parts, maxSamples, table }: PredictRequestOptions & { readonly table: Omit<InputSpec, 'shape'> },
): PredictRequest {
  requireSamples(samples.length, maxSamples);
  const [{ shape = [] } = {}] = parts;
  const width = sampleWidth(parts);
  const x = new Float32Array(samples.length * width);
  samples.forEach((sample, row) => {
    const at = (key: string) => `inputs[${row}]${key === '' ? '' : `.${key}`}`;
    try {
      readObject(sample, { shape, ...table }, { into: x, offset: row * width, at });
    } catch (cause) {
      throw cause instanceof TrainError ? new TrainError('invalid', cause.message, { cause }) : cause;
    }
  });
  return { count: samples.length, x };
}

function inputsOf(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body) || !Object.hasOwn(body, 'inputs'))
    throw new TrainError('invalid', 'the body must be an object with "inputs"');
  const unknown = Object.keys(body).find((key) => key !== 'inputs');
  if (unknown !== undefined)
    throw new TrainError(
      'invalid',
      `${JSON.stringify(unknown.slice(0, 40))}: unknown field; only "inputs" is known`,
    );
  return (body as { readonly inputs: unknown }).inputs;
}
