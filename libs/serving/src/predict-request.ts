import { LIMITS } from '@ringmaster/contracts';
import { jsonDepth, TrainError } from '@ringmaster/core';
import { depthOf, readNested } from '@ringmaster/data';

/** Samples of one request, row-major, as a data set gives them. */
export interface PredictRequest {
  readonly count: number;
  readonly x: Float32Array;
}

/**
 * Reads `{"inputs": …}`: one sample of the model's shape, or a list of them. Nothing but that key, every number one that
 * float32 can hold.
 * @throws TrainError `invalid`, naming the place: `inputs[3][1]` | `too_large` past `maxSamples`
 */
export function readPredictRequest(
  text: string,
  { shape, maxSamples }: { readonly shape: readonly number[]; readonly maxSamples: number },
): PredictRequest {
  const inputs = inputsOf(parse(text));
  const depth = depthOf(inputs);
  const expected = `a sample of shape [${shape.join(', ')}], or a list of such samples`;
  if (depth !== shape.length && depth !== shape.length + 1)
    throw new TrainError(
      'invalid',
      `inputs: ${depth === 0 ? 'not a list' : `lists nested ${depth} deep`}, expected ${expected}`,
    );
  const isOne = depth === shape.length;
  const samples = (isOne ? [inputs] : inputs) as readonly unknown[];
  if (samples.length > maxSamples)
    throw new TrainError(
      'too_large',
      `inputs: ${samples.length} samples in one request, at most ${maxSamples}`,
    );
  const width = shape.reduce((product, dim) => product * dim, 1);
  const x = new Float32Array(samples.length * width);
  samples.forEach((sample, row) => {
    const problem = readNested(sample, shape, { into: x, offset: row * width });
    if (problem)
      throw new TrainError('invalid', `inputs${isOne ? '' : `[${row}]`}${problem.path}: ${problem.message}`);
  });
  return { count: samples.length, x };
}

function parse(text: string): unknown {
  if (jsonDepth(text) > LIMITS.predictDepth)
    throw new TrainError('invalid', `the body is nested deeper than ${LIMITS.predictDepth} levels`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TrainError(
      'invalid',
      `the body is not JSON: ${(cause as Error).message}; NaN and infinities are not JSON either`,
      { cause },
    );
  }
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
