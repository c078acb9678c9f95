import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = (file: string) => readFileSync(join(root, file), 'utf8');
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found ?? '');

/** `ringmaster config print` promises every setting: what the programs read must be in its list. */
describe('the list of settings', () => {
  const listed = source('apps/cli/src/settings/settings.ts');

  it.each([
    ['worker', 'apps/worker/src/config.ts', /^ {2}'?([a-z][a-z-]*)'?: \{ type: '/gm],
    ['coordinator', 'apps/coordinator/src/config.ts', /'?([a-z][a-z-]*)'?: text\b/g],
  ])('has every flag of the %s', (program, file, pattern) => {
    const flags = all(source(file), pattern);
    expect(flags.length).toBeGreaterThan(3);
    const known = all(
      listed,
      new RegExp(`program: '(?:${program}|all)',\\s+name: '[^']+',\\s+flag: '--([a-z-]+)'`, 'g'),
    );
    expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
  });

  it.each([
    'apps/worker/src/config.ts',
    'apps/coordinator/src/config.ts',
    'apps/cli/src/session/environment.ts',
    'libs/contracts/src/home.ts',
  ])('has every variable of %s', (file) => {
    const variables = all(source(file), /\b((?:RINGMASTER|REDIS|XDG|NO|FORCE)_[A-Z_]+)\b/g);
    // It moves the home directory, and shows as its value.
    const missing = variables.filter((name) => name !== 'XDG_DATA_HOME' && !listed.includes(`'${name}'`));
    expect(missing).toEqual([]);
  });
});
