import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionScript } from './completion.js';

const WORDS = new Map<string, readonly string[]>([
  ['', ['run', 'ckpt', '--json']],
  ['run', ['--workers', '--json']],
  ['ckpt', ['ls', 'pull', '--json']],
  ['ckpt pull', ['--json']],
]);

/** What a real bash offers after the given words. */
function offered(...line: readonly string[]): string[] {
  const script = `${completionScript('bash', WORDS)}
COMP_WORDS=(ringmaster ${line.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${line.length}
_ringmaster; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

describe('completion', () => {
  it.each([
    ['verbs', [''], ['run', 'ckpt', '--json']],
    ['the beginning of a verb', ['ck'], ['ckpt']],
    ['flags of a verb', ['run', 'job.yaml', '--w'], ['--workers']],
    ['verbs below a verb', ['--json', 'ckpt', ''], ['ls', 'pull', '--json']],
    ['the deepest verb', ['ckpt', 'pull', '-'], ['--json']],
    ['nothing that fits', ['x'], ['']],
  ])('bash offers %s', (_what, line, expected) => {
    expect(offered(...line)).toEqual(expected);
  });

  it('is written for zsh and fish as well', () => {
    expect(completionScript('zsh', WORDS)).toContain('bashcompinit');
    expect(completionScript('fish', WORDS)).toContain(
      "-n '__fish_seen_subcommand_from ckpt; and __fish_seen_subcommand_from pull' -a '--json'",
    );
  });
});
