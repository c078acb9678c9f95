import { describe, expect, it } from 'vitest';
import { apiSkew, joinProblem, sameRelease, speaker } from './skew.js';

describe('version skew', () => {
  it.each([
    ['0.1.0', '0.1.0', true],
    ['0.1.0', '0.1.7', true],
    ['0.1.0', '0.2.0', false],
    ['1.4.2', '2.4.2', false],
    ['1.4.2-rc.1', '1.4.2', true],
    ['', '', false],
    ['latest', 'latest', false],
  ])('%s and %s are of one release: %s', (one, other, same) => {
    expect(sameRelease(one, other)).toBe(same);
  });

  it('lets equal protocols of one release together', () => {
    const host = { who: 'the coordinator', version: '0.1.3', protocol: 1 };
    expect(joinProblem({ who: 'worker a', version: '0.1.0', protocol: 1 }, host)).toBeUndefined();
    expect(joinProblem(speaker('worker a'), speaker('the coordinator'))).toBeUndefined();
  });

  it.each([
    ['another protocol', '0.1.0', 2],
    ['another release', '0.2.0', 1],
    ['no version', '', 1],
  ])('refuses %s, with both versions and what to do', (_, version, protocol) => {
    const host = { who: 'the coordinator', version: '0.1.3', protocol: 1 };
    const problem = joinProblem({ who: 'worker a', version, protocol }, host);
    expect(problem).toContain(`speaks protocol ${protocol}`);
    expect(problem).toContain('the coordinator is ringmaster 0.1.3 and speaks protocol 1');
    expect(problem).toContain('npm install ringmaster@0.1.3 where worker a runs');
  });

  it.each([
    ['the same', '0.1.0', '1', undefined],
    ['a patch', '0.1.9', '1', undefined],
    ['another release', '0.2.0', '1', 'warn'],
    ['another API', '0.1.0', '2', 'refuse'],
    ['one that does not say', undefined, undefined, undefined],
  ])('of a client and a coordinator: %s', (_, version, api, kind) => {
    const skew = apiSkew(
      { who: 'this command', version: '0.1.0', api: '1' },
      { who: 'the coordinator', version, api },
    );
    expect(skew?.kind).toBe(kind);
    if (skew) expect(skew.message).toContain(`npx ringmaster@${version}`);
  });
});
