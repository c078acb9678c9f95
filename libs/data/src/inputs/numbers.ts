import { type InputPart, sampleWidth, widthOf } from './input-samples.js';
import { toFloat32 } from '../table/table-builder.js';

/** Why a value is not what it should be; `path` leads to it: `[3][1]`. */
export interface ValueProblem {
  readonly path: string;
  readonly message: string;
}

/** What a value of JSON is, for a message. */
export const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? `a list of ${value.length}`
      : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;

/**
 * Writes nested lists of numbers of exactly this shape into `into` from `offset` on. Stops at the first value that is
 * not a number that float32 can hold, or not a list of the right length; does not recurse deeper than the shape.
 */
export function readNested(
  value: unknown,
  shape: readonly number[],
  target: { readonly into: Float32Array; offset: number },
): ValueProblem | undefined {
  const [length, ...rest] = shape;
  if (length === undefined) {
    const number = typeof value === 'number' ? toFloat32(value) : undefined;
    if (number === undefined)
      return {
        path: '',
        message:
          typeof value === 'number'
            ? `${value} is not a number that float32 can hold`
            : `${kindOf(value)}, expected a number`,
      };
    target.into[target.offset++] = number;
    return undefined;
  }
  if (!Array.isArray(value)) return { path: '', message: `${kindOf(value)}, expected a list of ${length}` };
  if (value.length !== length)
    return { path: '', message: `a list of ${value.length}, expected a list of ${length}` };
  for (let i = 0; i < length; i++) {
    const problem = readNested(value[i], rest, target);
    if (problem) return { ...problem, path: `[${i}]${problem.path}` };
  }
  return undefined;
}

/**
 * Writes one sample: nested lists of a model's only input, or an object with such lists for each of several inputs. Whole
 * numbers are checked by {@link tokenProblem}.
 */
export function readSample(
  value: unknown,
  parts: readonly InputPart[],
  target: { readonly into: Float32Array; offset: number },
): ValueProblem | undefined {
  const [only] = parts;
  if (parts.length === 1 && only) return readNested(value, only.shape, target);
  const names = parts.map(({ name }) => name);
  const expected = `an object with ${names.join(', ')}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { path: '', message: `${kindOf(value)}, expected ${expected}` };
  const unknown = Object.keys(value).find((key) => !names.includes(key));
  if (unknown !== undefined)
    return {
      path: '',
      message: `${JSON.stringify(unknown.slice(0, 40))} is no input of the model: expected ${expected}`,
    };
  for (const { name, shape } of parts) {
    if (!Object.hasOwn(value, name)) return { path: '', message: `${name} is missing: expected ${expected}` };
    const problem = readNested((value as Readonly<Record<string, unknown>>)[name], shape, target);
    if (problem) return { ...problem, path: `.${name}${problem.path}` };
  }
  return undefined;
}

/** The first value that is no whole number an int32 input knows, with its row. */
export function tokenProblem(
  { x, count }: { readonly x: Float32Array; readonly count: number },
  parts: readonly InputPart[],
): (ValueProblem & { readonly row: number }) | undefined {
  const width = sampleWidth(parts);
  let offset = 0;
  for (const { name, shape, dtype, below = 2 ** 24 } of parts) {
    const own = widthOf(shape);
    if (dtype === 'int32')
      for (let row = 0; row < count; row++)
        for (let at = 0; at < own; at++) {
          const value = x[row * width + offset + at] as number;
          if (Number.isInteger(value) && value >= 0 && value < below) continue;
          const path = `${parts.length > 1 ? `.${name}` : ''}[${at}]`;
          return { row, path, message: `${value} is no whole number from 0 to ${below - 1}` };
        }
    offset += own;
  }
  return undefined;
}

/** How deep lists are nested, along their first elements. */
export function depthOf(value: unknown): number {
  let depth = 0;
  for (let at = value; Array.isArray(at); at = at[0]) depth++;
  return depth;
}
