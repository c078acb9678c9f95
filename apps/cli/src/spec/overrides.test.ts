import { describe, expect, it } from 'vitest';
import { applyOverrides } from './overrides.js';

describe('applyOverrides', () => {
  it.each([
    ['a number', 'training.epochs=5', { training: { epochs: 5, seed: 1 }, augment: [{ pixels: 2 }] }],
    ['a list', 'augment=[]', { training: { seed: 1 }, augment: [] }],
    ['an index', 'augment.0.pixels=4', { training: { seed: 1 }, augment: [{ pixels: 4 }] }],
    [
      'the end of a list',
      'augment.1.pixels=4',
      { training: { seed: 1 }, augment: [{ pixels: 2 }, { pixels: 4 }] },
    ],
    [
      'mappings on the way',
      'a.b.c=x',
      { training: { seed: 1 }, augment: [{ pixels: 2 }], a: { b: { c: 'x' } } },
    ],
    ['an equals sign in the value', 'a=b=c', { training: { seed: 1 }, augment: [{ pixels: 2 }], a: 'b=c' }],
    ['nothing', 'a=', { training: { seed: 1 }, augment: [{ pixels: 2 }], a: '' }],
  ])('%s', (_name, assignment, expected) => {
    const document = { training: { seed: 1 }, augment: [{ pixels: 2 }] };
    expect(applyOverrides(document, [assignment])).toEqual(expected);
    expect(document).toEqual({ training: { seed: 1 }, augment: [{ pixels: 2 }] });
  });

  it('applies in order', () => {
    expect(applyOverrides({}, ['a=1', 'a=2', 'b={ c: 3 }', 'b.c=4'])).toEqual({ a: 2, b: { c: 4 } });
  });

  it.each([
    'training',
    '=5',
    'a..b=1',
    '__proto__.polluted=1',
    'a.constructor.prototype=1',
    'augment.7=1',
    'augment.x=1',
    'training.seed.x=1',
    'a=[1',
    'a=!!js x',
  ])('refuses %s', (assignment) => {
    expect(() => applyOverrides({ training: { seed: 1 }, augment: [1] }, [assignment])).toThrow(/--set/);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
