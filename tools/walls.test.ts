import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** Plain eslint without a project graph skips the rule and exits 0: tools/lint.mjs makes sure of the graph. */
describe('the walls between layers', () => {
  it('refuse the planted violation', () => {
    const result = spawnSync(
      'node_modules/.bin/nx',
      ['run', 'scheduling:lint-planted-violation', '--outputStyle=static'],
      {
        encoding: 'utf8',
        env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1', FORCE_COLOR: '0' },
      },
    );
    const output = result.stdout + result.stderr;
    expect(result.status).not.toBe(0);
    const refusals = output.match(/@nx\/enforce-module-boundaries/g) ?? [];
    expect(refusals.length, output).toBeGreaterThanOrEqual(2);
  }, 120_000);
});
