import { type ModelRef, ModelRefText } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { hash, version } from '../testing/model-version.js';
import {
  EMPTY_REGISTRY,
  encodeRegistry,
  parseRegistry,
  type RegistryState,
  withTag,
} from './registry-state.js';
import { withoutRef } from './remove-ref.js';
import { entriesOf, resolveRef } from './resolve-ref.js';

const tagged = (state: RegistryState, name: string, tag: string, digit: string) =>
  withTag(state, { name, tag, version: version(digit) });
const ref = (text: string): ModelRef => ModelRefText.parse(text);
const failure = (work: () => unknown): TrainError => {
  try {
    work();
  } catch (error) {
    return TrainError.from(error);
  }
  throw new Error('nothing was thrown');
};

const STATE = tagged(
  tagged(tagged(EMPTY_REGISTRY, 'digits', 'latest', 'a'), 'digits', 'prod', 'a'),
  'digits',
  'latest',
  'b',
);

describe('registry', () => {
  it('a tag moves, a version does not', () => {
    expect(resolveRef(STATE, ref('digits')).version.version).toBe(hash('b'));
    expect(resolveRef(STATE, ref('digits:prod'))).toMatchObject({ tags: ['prod'], version: version('a') });
    const again = withTag(STATE, { name: 'x', tag: 'latest', version: { ...version('a'), jobId: 'other' } });
    expect(resolveRef(again, ref('x')).version.jobId).toBe('job-a');
    expect(entriesOf(again).map(({ name, tags }) => [name, tags])).toEqual([
      ['digits', ['latest']],
      ['digits', ['prod']],
      ['x', ['latest']],
    ]);
  });

  it.each([
    ['digit', 'not_found', 'did you mean "digits"?'],
    ['zebra', 'not_found', 'known: digits'],
    ['digits:prd', 'not_found', 'did you mean "prod"?'],
    ['digits:constructor', 'not_found', 'has no tag "constructor"'],
    ['constructor', 'not_found', 'there is no model "constructor"'],
    ['digits@cccccc', 'not_found', 'has no version cccccc'],
  ])('%s: %s, %s', (text, code, message) => {
    const error = failure(() => resolveRef(STATE, ref(text)));
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  it('finds a version by the beginning of its hash', () => {
    expect(resolveRef(STATE, ref('digits@aaaaaa')).version.version).toBe(hash('a'));
    const near = `${'a'.repeat(63)}b`;
    const twice = withTag(STATE, { name: 'digits', tag: 't', version: { ...version('a'), version: near } });
    expect(failure(() => resolveRef(twice, ref('digits@aaaaaa'))).code).toBe('conflict');
  });

  it('the last tag goes only by force, and takes the version along', () => {
    const error = failure(() => withoutRef(STATE, ref('digits:prod'), false));
    expect([error.code, error.message]).toEqual(['conflict', expect.stringContaining('--force')]);
    const forced = withoutRef(STATE, ref('digits:prod'), true);
    expect(forced.unused).toBe(hash('a'));
    expect(forced.removal).toMatchObject({ tags: ['prod'], versionRemoved: true });
    expect(entriesOf(forced.state)).toHaveLength(1);
    const both = tagged(STATE, 'digits', 'stable', 'a');
    expect(withoutRef(both, ref('digits:prod'), false).removal.versionRemoved).toBe(false);
  });

  it('files stay while another name holds them; the last version takes the name along', () => {
    const shared = tagged(STATE, 'other', 'latest', 'a');
    const removed = withoutRef(shared, ref(`digits@${hash('a')}`), true);
    expect([removed.unused, removed.removal.tags]).toEqual([undefined, ['prod']]);
    const gone = withoutRef(removed.state, ref('other'), true);
    expect([gone.unused, Object.keys(gone.state.models)]).toEqual([hash('a'), ['digits']]);
  });

  it('its file reads back', () => {
    expect(parseRegistry('registry.json', encodeRegistry(STATE))).toEqual(STATE);
  });

  const { digits } = STATE.models;
  const withModels = (models: object) => JSON.stringify({ ...STATE, models: { ...STATE.models, ...models } });
  const withVersions = (versions: object) =>
    JSON.stringify({ ...STATE, versions: { ...STATE.versions, ...versions } });
  it.each([
    ['half of it', encodeRegistry(STATE).slice(0, 100)],
    ['nothing', ''],
    ['another format', JSON.stringify({ ...STATE, format: 2 })],
    ['an unknown field', JSON.stringify({ ...STATE, more: 1 })],
    ['a path for a name', withModels({ '../x': digits })],
    ['a tag of nothing', withModels({ digits: { ...digits, tags: { t: hash('c') } } })],
    ['a version of nothing', withVersions({ [hash('a')]: undefined })],
    ['an orphan', withVersions({ [hash('c')]: version('c') })],
    ['a version under another hash', withVersions({ [hash('b')]: version('a') })],
    ['a hash that is none', withVersions({ [hash('a')]: { ...version('a'), weightsSha256: 'x' } })],
  ])('refuses %s', (_what, text) => {
    const error = failure(() => parseRegistry('registry.json', text));
    expect([error.code, error.message]).toEqual([
      'artifact_corrupt',
      expect.stringContaining('registry.json: '),
    ]);
  });

  it.each([
    '',
    '../x',
    'a/b',
    'A',
    'a:',
    'a:../b',
    'a:b:c',
    'a@12345',
    'a@zzzzzz',
    'a\n',
    '-a',
    'a'.repeat(64),
  ])('%j is no model', (text) => {
    expect(ModelRefText.safeParse(text).success).toBe(false);
  });
});
