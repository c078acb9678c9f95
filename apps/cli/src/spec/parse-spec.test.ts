import { describe, expect, it } from 'vitest';
import { parseSpec } from './parse-spec.js';

describe('parseSpec', () => {
  it.each([
    ['YAML', 'a: 1\nb: [x, 2.5]', { a: 1, b: ['x', 2.5] }],
    ['JSON', '{"a": {"b": null}}', { a: { b: null } }],
    ['YAML 1.2: no surprises', 'a: no\nb: 012\nc: 1:30', { a: 'no', b: 12, c: '1:30' }],
    ['aliases', 'a: &x { k: 1 }\nb: *x', { a: { k: 1 }, b: { k: 1 } }],
  ])('%s', (_name, text, expected) => {
    expect(parseSpec('f', text)).toEqual(expected);
  });

  it('keeps __proto__ as a key of its own, for the check to refuse', () => {
    const value = parseSpec('f', '__proto__: { polluted: 1 }') as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each([
    ['a place', 'a: 1\nb: [', /^f:2:\d+: /],
    ['a key twice', 'a: 1\na: 2', /^f:2:1: .*unique/],
    ['a tag', 'a: !!set { x }', /^f:1:\d+: tags/],
    ['a tag of ours', 'a: !x y', /^f:1:\d+: .*tag/i],
    ['two documents', 'a: 1\n---\nb: 2', /^f:2:\d+: /],
    ['an alias of nothing', 'a: *x', /x/],
    ['a bomb of aliases', bomb(), /alias/i],
    ['nesting without end', '['.repeat(100_000), /^f/],
    ['too much', `a: ${'x'.repeat(300_000)}`, /larger than/],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parseSpec('f', text)).toThrow(message);
  });
});

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 9; i += 1)
    lines.push(
      `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    );
  return lines.join('\n');
}
