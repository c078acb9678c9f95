import fc from 'fast-check';

/** In every name that leads somewhere else: what is made under it is found. */
export const MARK = 'rm-hostile';
/** What stands for a number that JSON has and JavaScript has not. */
const ENDLESS = '@1e999@';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Place = readonly (string | number)[];

/** A document in which one or more places hold something else, as JSON text. */
export function changedJson(document: unknown): fc.Arbitrary<string> {
  const places = placesOf(document as Json);
  const change = fc.record({
    at: fc.constantFrom(...places),
    value: hostileValue,
    key: hostileKey,
    adds: fc.boolean(),
  });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    let result = document as Json;
    for (const { at, value, key, adds } of changes) result = put(result, adds ? [...at, key] : at, value);
    return JSON.stringify(result).replaceAll(`"${ENDLESS}"`, '1e999');
  });
}

const hostileKey = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    '',
    '..',
    '\0',
    'name ',
    'training.epochs',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const hostileValue: fc.Arbitrary<Json> = fc.oneof(
  fc.integer({ min: 1, max: 64 }),
  fc.constantFrom<Json>(ENDLESS, -1, 0, 1.5, 2 ** 53, -(2 ** 31) - 1, 1e300, null, true, [], {}, ''),
  fc.constantFrom<Json>(
    `../../${MARK}`,
    `/tmp/${MARK}`,
    'file:///etc/passwd',
    'a\0b',
    '\u202e',
    '\ud800',
    '${HOME}',
  ),
  fc.constantFrom<Json>(
    'x'.repeat(100_000),
    Array.from({ length: 5_000 }, () => 1),
    nested(200),
  ),
  fc.string({ unit: 'binary' }),
  fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>,
);

function nested(depth: number): Json {
  let value: Json = 1;
  for (let i = 0; i < depth; i++) value = { a: value };
  return value;
}

/** Every place in a value, from the whole down. */
function placesOf(value: Json, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner as Json, [...at, key]))];
}

/** The same value with another one at a place; keys of Object.prototype become keys of its own. */
function put(value: Json, [key, ...rest]: Place, other: Json): Json {
  if (key === undefined) return other;
  const inner = typeof value === 'object' && value !== null ? value : {};
  const copy = (Array.isArray(inner) ? [...inner] : { ...inner }) as Record<string | number, Json>;
  const next = Object.hasOwn(copy, key) ? (copy[key] as Json) : null;
  Object.defineProperty(copy, key, {
    value: put(next, rest, other),
    ...{ enumerable: true, writable: true, configurable: true },
  });
  return copy;
}
