import fc from 'fast-check';

/** One way to damage bytes. */
type Mutation = (bytes: Uint8Array) => Uint8Array;

/** Texts and numbers that decoders of text stumble over. */
const HOSTILE_TEXTS = [
  ...['-1', '0', '1.5', '1e999', '-0', 'NaN', '9007199254740993', '4294967296', '99999999999999999999'],
  ...[
    'null',
    'true',
    '""',
    '[]',
    '{}',
    '{"__proto__":1}',
    '"__proto__"',
    '[[[[[[[[',
    ']',
    '}',
    ',',
    ':',
    '"',
    '\\',
  ],
  ...['\n', '\r', '\0', '\ufeff', '\ud7ff', '&a', '*a', '!!js ', '<<: ', '- - - ', '\t', "'"],
].map((text) => new TextEncoder().encode(text));

/** Lengths and counts at the ends of what fields of one, two, four and eight bytes hold. */
const EDGES = [
  0n,
  1n,
  2n,
  0x7fn,
  0x80n,
  0xffn,
  0x7fffn,
  0xffffn,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
].concat([0x0fffffffn, 0x40000000n, 0x1fffffffffffffn, 0x7fffffffffffffffn, 0xffffffffffffffffn]);

/** A place: near the beginning, near the end, or anywhere; it is taken modulo the length. */
const place = fc.oneof(fc.nat(64), fc.integer({ min: -64, max: -1 }), fc.nat(0x7fffffff));
const within = (at: number, length: number): number => (length === 0 ? 0 : ((at % length) + length) % length);

const splice = (
  bytes: Uint8Array,
  at: number,
  o: { readonly remove?: number; readonly add?: Uint8Array },
) => {
  const { remove = 0, add = new Uint8Array() } = o;
  const rest = bytes.subarray(Math.min(bytes.length, at + remove));
  const out = new Uint8Array(at + add.length + rest.length);
  out.set(bytes.subarray(0, at));
  out.set(add, at);
  out.set(rest, at + add.length);
  return out;
};

const flipped = fc.tuple(place, fc.nat(7)).map(([at, bit]): Mutation => (bytes) => {
  const out = bytes.slice();
  const index = within(at, out.length);
  if (out.length > 0) out[index] = (out[index] as number) ^ (1 << bit);
  return out;
});
const cut = place.map(
  (at): Mutation =>
    (bytes) =>
      bytes.slice(0, within(at, bytes.length)),
);
const removed = fc.tuple(place, fc.nat(16)).map(
  ([at, remove]): Mutation =>
    (bytes) =>
      splice(bytes, within(at, bytes.length), { remove }),
);
const inserted = fc
  .tuple(place, fc.oneof(fc.uint8Array({ maxLength: 16 }), fc.constantFrom(...HOSTILE_TEXTS)))
  .map(
    ([at, add]): Mutation =>
      (bytes) =>
        splice(bytes, within(at, bytes.length + 1), { add }),
  );
const repeated = fc.tuple(place, fc.nat(64), fc.nat(40)).map(([at, length, times]): Mutation => (bytes) => {
  const from = within(at, bytes.length);
  const piece = bytes.subarray(from, from + length);
  const add = new Uint8Array(piece.length * times);
  for (let i = 0; i < times; i++) add.set(piece, i * piece.length);
  return splice(bytes, from, { add });
});
const field = fc
  .tuple(
    place,
    fc.constantFrom(1, 2, 4, 8),
    fc.boolean(),
    fc.oneof(fc.constantFrom(...EDGES), fc.bigInt(0n, 300n)),
  )
  .map(([at, width, isLittle, value]): Mutation => (bytes) => {
    if (bytes.length < width) return bytes;
    const out = bytes.slice();
    const index = within(at, bytes.length - width + 1);
    for (let i = 0; i < width; i++)
      out[index + (isLittle ? i : width - 1 - i)] = Number((value >> BigInt(8 * i)) & 0xffn);
    return out;
  });
/** A run of digits becomes another number, in whatever text the bytes hold. */
const number = fc
  .tuple(fc.nat(200), fc.constantFrom(...HOSTILE_TEXTS))
  .map(([nth, add]): Mutation => (bytes) => {
    const isDigit = (at: number) => (bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39;
    const starts = [...bytes.keys()].filter((at) => isDigit(at) && !isDigit(at - 1));
    const from = starts[within(nth, starts.length)];
    if (from === undefined) return bytes;
    let end = from;
    while (isDigit(end)) end++;
    return splice(bytes, from, { remove: end - from, add });
  });

const mutation = fc.oneof(flipped, cut, removed, inserted, repeated, field, number);

/** Damaged copies of valid inputs, an untouched one now and then, and bytes that never were an input. */
export const hostileBytes = (corpus: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> => {
  const noise = fc.uint8Array({ maxLength: 200 });
  if (corpus.length === 0) return noise;
  const damaged = fc
    .tuple(fc.constantFrom(...corpus), fc.array(mutation, { maxLength: 5 }))
    .map(([bytes, mutations]) => mutations.reduce((current, mutate) => mutate(current), bytes));
  return fc.oneof({ arbitrary: damaged, weight: 15 }, { arbitrary: noise, weight: 1 });
};
