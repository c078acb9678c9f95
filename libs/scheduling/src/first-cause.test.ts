import { describe, expect, it } from 'vitest';
import { retryBackoffMs } from './backoff.js';
import { firstCause } from './first-cause.js';
import type { RankFailure } from './job-events.js';
import type { AttemptRecord } from './job-record.js';

const failure = (code: RankFailure['cause']['code'], more: Partial<RankFailure> = {}): RankFailure => ({
  cause: { code, message: code },
  secondary: false,
  ...more,
});
const attempt = (failures: readonly RankFailure[], more: Partial<AttemptRecord> = {}): AttemptRecord => ({
  attempt: 1,
  generation: { epoch: 1, n: 1, nonce: 'n' },
  generations: [],
  epoch: 1,
  startedAt: '',
  outcome: 'running',
  begun: true,
  leftOut: [],
  passedOver: [],
  ranks: failures.map((one, rank) => ({
    rank,
    agentId: 'agent',
    slot: rank,
    device: 'cpu',
    state: 'failed' as const,
    failure: one,
    endedSeq: rank + 5,
  })),
  ...more,
});

describe('first cause', () => {
  it.each([
    ['primary over secondary', [failure('internal', { secondary: true }), failure('peer_lost')], 1],
    ['earlier first', [failure('non_finite'), failure('data_corrupt')], 0],
    [
      'earlier by the clock of one agent',
      [failure('non_finite', { atMs: 9 }), failure('data_corrupt', { atMs: 3 })],
      1,
    ],
    ['a signal beats peer_lost', [failure('peer_lost'), failure('rank_crashed', { signal: 'SIGKILL' })], 1],
    ['out of memory beats an own error', [failure('internal'), failure('rank_out_of_memory')], 1],
    ['an own error beats a deadline', [failure('deadline'), failure('data_corrupt')], 1],
  ])('%s', (_, failures, rank) => {
    expect(firstCause(attempt(failures)).details).toMatchObject({ rank, agentId: 'agent' });
  });

  it('shows signal, exit code, last step and last log lines', () => {
    const crash = failure('rank_crashed', { signal: 'SIGSEGV', lastStep: 41, lastLogLines: ['boom'] });
    expect(firstCause(attempt([crash])).details).toEqual({
      rank: 0,
      agentId: 'agent',
      signal: 'SIGSEGV',
      lastStep: 41,
      lastLogLines: ['boom'],
    });
  });

  it("takes the coordinator's own cause only when no rank has a primary one", () => {
    const stopping = { kill: true, cause: { code: 'limit_exceeded', message: 'wall time' } as const };
    const killed = failure('cancelled', { secondary: true });
    expect(firstCause(attempt([killed], { stopping })).code).toBe('limit_exceeded');
    expect(firstCause(attempt([failure('data_corrupt'), killed], { stopping })).code).toBe('data_corrupt');
  });
});

describe('backoff', () => {
  it('doubles up to the cap', () => {
    expect([1, 2, 3, 7, 8, 9, 1_000].map(retryBackoffMs)).toEqual([
      500, 1_000, 2_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });
});
