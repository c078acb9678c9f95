import fc from 'fast-check';

/** What names are made of, and what they are not. */
const PIECES = [
  ...['a', 'job-a', 'model.json', 'step-00000005', 'x_1', 'A', '7'],
  ...['', '.', '..', '...', '.hidden', '..;', '~', '-rf', '*', ' ', 'a ', 'a.', ':', '@', '?', '#'],
  ...['%2e%2e', '%2f', '%00', '%c0%ae', '${HOME}', '$(id)', 'C:', 'con', 'file:', '\\\\host'],
  ...['__proto__', 'constructor', 'prototype', 'toString', '\0', '\n', '\t', '\u007f', '\u202e', '\ud800'],
  ...['é', 'e\u0301', '\u2215', '\uff0e\uff0e', '💥', 'a'.repeat(64), 'a'.repeat(129), 'a'.repeat(300)],
];
const BETWEEN = ['/', '/', '/', '', '\\', '//', '/./', '/../', ':', '@', '%2f', '\uff0f'];

/** Names of files, jobs, models and the like that want to be something else: paths upwards, hidden files, keys of every object. */
export const hostileName: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.oneof(
        { arbitrary: fc.constantFrom(...PIECES), weight: 6 },
        { arbitrary: fc.string({ unit: 'binary', maxLength: 8 }), weight: 1 },
      ),
      fc.constantFrom(...BETWEEN),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .chain((parts) =>
    fc.boolean().map((isOpen) => {
      const text = parts.map(([piece, between]) => piece + between).join('');
      return isOpen ? text : text.slice(0, text.length - (parts.at(-1)?.[1].length ?? 0));
    }),
  );
