import { describe, expect, it } from 'vitest';
import { exitCause, type ExitEvidence } from './exit-cause.js';

const evidence = (more: Partial<ExitEvidence>): ExitEvidence => ({
  exit: { code: null, signal: 'SIGKILL' },
  who: 'rank 1',
  pid: 4711,
  lastStep: 7,
  lastLines: [],
  residentBytes: 0,
  oomKills: 0,
  ...more,
});

describe('exitCause', () => {
  it.each<[string, Partial<ExitEvidence>, string, RegExp]>([
    ['a bare kill', {}, 'rank_crashed', /^rank 1 was ended by SIGKILL at step 7$/],
    ['an unknown count', { oomKills: undefined }, 'rank_crashed', /SIGKILL/],
    ['the OOM killer', { oomKills: 1, residentBytes: 2 ** 30 }, 'rank_out_of_memory', /OOM killer.*1024 MiB/],
    [
      'another signal while the OOM killer worked',
      { oomKills: 1, exit: { code: null, signal: 'SIGSEGV' } },
      'rank_crashed',
      /SIGSEGV/,
    ],
    [
      'an allocation that failed',
      { exit: { code: null, signal: 'SIGABRT' }, lastLines: ['terminate: std::bad_alloc', 'bye'] },
      'rank_out_of_memory',
      /std::bad_alloc/,
    ],
    [
      'an exit with last words',
      { exit: { code: 3, signal: null }, lastLines: ['a', 'no such file'] },
      'rank_crashed',
      /exited with code 3 at step 7; its last line: no such file$/,
    ],
    [
      'a kill with last words',
      { lastStep: 71, lastLines: ['epoch 1/8: loss 0.1'] },
      'rank_crashed',
      /^rank 1 was ended by SIGKILL at step 71; its last line: epoch 1\/8: loss 0\.1$/,
    ],
  ])('%s', (_name, more, code, message) => {
    const cause = exitCause(evidence(more));
    expect(cause.code).toBe(code);
    expect(cause.message).toMatch(message);
  });
});
