import { describe, expect, it } from 'vitest';
import { brokenPairs, keptApart, type Reach } from './reachability.js';

/** `a>b`: a does not reach b. */
function agents(names: string, ...broken: readonly string[]): readonly Reach[] {
  return [...names].map((agentId) => ({
    agentId,
    name: `host-${agentId}`,
    probeAddress: `10.0.0.${agentId}:7109`,
    unreachable: broken
      .filter((pair) => pair.startsWith(agentId))
      .map((pair) => ({ agentId: pair[2] ?? '', address: `10.0.0.${pair[2]}:7109`, why: 'no route' })),
  }));
}
const apart = (names: string, ...broken: readonly string[]) => [
  ...keptApart(agents(names, ...broken)).keys(),
];

describe('agents that do not reach each other', () => {
  it.each([
    ['all reach each other', 'abc', [], []],
    ['one that nobody reaches', 'abcd', ['a>b', 'c>b', 'd>b'], ['b']],
    ['one that reaches nobody', 'abcd', ['c>a', 'c>b', 'c>d'], ['c']],
    ['a pair: one of them', 'abc', ['a>b'], ['b']],
    ['two pairs', 'abcd', ['a>b', 'd>c'], ['d', 'b']],
    [
      'a partition in two halves',
      'abcd',
      ['a>c', 'a>d', 'b>c', 'b>d', 'c>a', 'c>b', 'd>a', 'd>b'],
      ['d', 'c'],
    ],
  ] as const)('%s', (_, names, broken, wanted) => {
    expect(apart(names, ...broken)).toEqual(wanted);
  });

  it('those that are left always reach each other', () => {
    const names = 'abcdef';
    for (let seed = 1; seed <= 200; seed += 1) {
      const pairs = [...names].flatMap((a, i) =>
        [...names].flatMap((b, j) =>
          a !== b && (seed * (7 * i + 13 * j + 1)) % 11 < 3 ? [`${a}>${b}`] : [],
        ),
      );
      const gone = new Set(apart(names, ...pairs));
      expect(pairs.filter((pair) => !gone.has(pair[0] ?? '') && !gone.has(pair[2] ?? ''))).toEqual([]);
    }
  });

  it('names both, the address, why, and what to check', () => {
    expect([...keptApart(agents('ab', 'a>b')).values()]).toEqual([
      'worker host-a (10.0.0.a:7109) cannot reach worker host-b at 10.0.0.b:7109: no route; ' +
        'check --advertise and --data-ports of worker host-b, and the network between the two',
    ]);
  });

  it('what was found about an agent that has left, or an address that it no longer has, counts no more', () => {
    const [a, b] = agents('ab', 'a>b');
    expect(brokenPairs([a!])).toEqual([]);
    expect(brokenPairs([a!, { ...b!, probeAddress: '10.0.0.9:7109' }])).toEqual([]);
  });
});
