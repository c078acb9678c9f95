import { describe, expect, it } from 'vitest';
import type { AttemptView, JobView } from '@ringmaster/contracts';
import { stateLines } from './state-lines.js';

const ATTEMPT: AttemptView = {
  attempt: 1,
  generation: '3.1.ab',
  startedAt: '2026-01-01T00:00:00Z',
  world: 2,
  ranks: [
    { rank: 0, agentId: 'a', state: 'running' },
    { rank: 1, agentId: 'b', state: 'running' },
  ],
  outcome: 'running',
};
const job = (more: Partial<JobView>): JobView => ({
  jobId: 'digits-abc123',
  name: 'digits',
  state: 'queued',
  priority: 100,
  submittedAt: '2026-01-01T00:00:00Z',
  attempts: [],
  generations: 0,
  checkpoints: [],
  ...more,
});
const crash = { code: 'rank_crashed', message: 'rank 1 was killed (SIGKILL)\u001b[2J' } as const;

describe('stateLines', () => {
  it.each([
    ['the first look', undefined, job({}), ['queued']],
    ['a reason', job({}), job({ reason: 'waits for 2 slots' }), ['queued: waits for 2 slots']],
    [
      'a start',
      job({}),
      job({ state: 'starting', attempts: [ATTEMPT] }),
      ['attempt 1: 2 workers on 2 agents (generation 3.1.ab)'],
    ],
    [
      'running',
      job({ state: 'starting', attempts: [ATTEMPT] }),
      job({ state: 'running', attempts: [ATTEMPT] }),
      ['running'],
    ],
    ['only numbers', job({ state: 'running' }), job({ state: 'running', reason: 'x' }), []],
    [
      'a failed attempt, its cause made safe for the terminal',
      job({ state: 'running', attempts: [ATTEMPT] }),
      job({
        state: 'backoff',
        reason: 'tries again in 500 ms',
        attempts: [{ ...ATTEMPT, outcome: 'failed', cause: crash }],
      }),
      ['attempt 1 failed: rank 1 was killed (SIGKILL) [rank_crashed]', 'backoff: tries again in 500 ms'],
    ],
    [
      'the next attempt, from a checkpoint',
      job({ state: 'backoff', attempts: [{ ...ATTEMPT, cause: crash }] }),
      job({
        state: 'starting',
        attempts: [
          { ...ATTEMPT, cause: crash },
          { ...ATTEMPT, attempt: 2, generation: '3.2.cd', resumedFromStep: 300 },
        ],
      }),
      ['attempt 2: 2 workers on 2 agents, from the checkpoint of step 300 (generation 3.2.cd)'],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(stateLines(before, after)).toEqual(expected);
  });
});
