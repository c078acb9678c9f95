import { toFloat32 } from '../table/table-builder.js';

/** Why a value is not what it should be; `path` leads to it: `[3][1]`. */
export interface ValueProblem {
  readonly path: string;
  readonly message: string;
}

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? `a list of ${value.length}` : `a ${typeof value}`;

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

/** How deep lists are nested, along their first elements. */
export function depthOf(value: unknown): number {
  let depth = 0;
  for (let at = value; Array.isArray(at); at = at[0]) depth++;
  return depth;
}
