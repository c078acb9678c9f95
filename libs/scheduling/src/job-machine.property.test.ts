import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEvent, foldEvents } from './apply-event.js';
import { decide, stamped } from './decide.js';
import type { JobInput } from './job-inputs.js';
import { event, type LoggedEvent, parseLoggedEvent, TERMINAL_EVENTS } from './job-events.js';
import { currentAttempt, isTerminal, type JobRecord } from './job-record.js';
import { failedWith, finished, ready, report, start, submittedRecord } from './testing/job-samples.js';

const attempt = fc.integer({ min: 1, max: 4 });
const rank = fc.integer({ min: 0, max: 3 });
const code = fc.constantFrom('rank_crashed' as const, 'peer_lost' as const, 'data_corrupt' as const);
const stopCause = { code: 'deadline', message: 'too slow' } as const;

const anyInput: fc.Arbitrary<JobInput> = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 4 }), attempt).map(([world, n]) => start(world, n)),
  { weight: 4, arbitrary: fc.tuple(attempt, rank).map(([a, r]) => ready(a, r)) },
  fc.tuple(attempt, rank).map(([a, r]) => report(a, r, { kind: 'running', step: 1 })),
  fc.tuple(attempt, rank).map(([a, r]) => report(a, r, { kind: 'checkpoint', step: a, manifestSha256: '' })),
  {
    weight: 3,
    arbitrary: fc.tuple(attempt, rank, fc.constantFrom('b', 'c')).map(([a, r, w]) => finished(a, r, w)),
  },
  fc.tuple(attempt, rank).map(([a, r]) => report(a, r, { kind: 'finished', stopped: true })),
  fc.tuple(attempt, rank, code, fc.boolean()).map(([a, r, c, s]) => failedWith(a, r, c, s)),
  fc
    .constantFrom('agent-0', 'agent-1')
    .map((agentId) => ({ kind: 'agent_lost' as const, agentId, message: 'gone' })),
  fc
    .tuple(attempt, fc.boolean())
    .map(([a, kill]) => ({ kind: 'stop' as const, attempt: a, kill, cause: stopCause })),
  fc
    .tuple(attempt, rank)
    .map(([a, r]) => ({ kind: 'rank_lost' as const, attempt: a, rank: r, cause: stopCause })),
  attempt.map((a) => ({ kind: 'adopted' as const, attempt: a, epoch: 2 })),
  fc.constant({ kind: 'cancel' as const, reason: 'asked' }),
  fc.constant({ kind: 'pause' as const, reason: 'lunch' }),
  fc.constant({ kind: 'resume' as const }),
  attempt.map((a) => ({ kind: 'preempt' as const, attempt: a, forJob: 'job-urgent', reason: 'makes room' })),
  fc.tuple(attempt, fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined })).map(([a, workers]) => ({
    kind: 'allot' as const,
    attempt: a,
    reason: 'room',
    ...(workers && { workers }),
  })),
);

const anyLife = fc.array(anyInput, { maxLength: 60 });

function live(inputs: readonly JobInput[]): { log: LoggedEvent[]; record: JobRecord } {
  const log: LoggedEvent[] = [];
  let record = submittedRecord();
  for (const input of inputs)
    for (const body of decide(record, input)) {
      const next = stamped(record, body, '2026-01-01T00:00:00.000Z');
      record = applyEvent(record, next);
      log.push(next);
    }
  return { log, record };
}

describe('any sequence of inputs', () => {
  it('ends at most once, and nothing follows the end', () => {
    fc.assert(
      fc.property(anyLife, (inputs) => {
        const { log, record } = live(inputs);
        const ends = log.filter((entry) => TERMINAL_EVENTS.has(entry.type));
        expect(ends.length).toBe(isTerminal(record) ? 1 : 0);
        if (isTerminal(record)) expect(TERMINAL_EVENTS.has(log.at(-1)?.type ?? 'running')).toBe(true);
      }),
    );
  });

  it('never lets a second terminal event into the log', () => {
    fc.assert(
      fc.property(anyLife, (inputs) => {
        const { record } = live([...inputs, { kind: 'cancel', reason: 'asked' }, ...endings(4)]);
        expect(isTerminal(record)).toBe(true);
        const again = event('failed', { cause: stopCause });
        expect(() => applyEvent(record, stamped(record, again))).toThrow(/has ended/);
      }),
    );
  });

  it('has one attempt at a time, at most maxAttempts by failure, each with its own number', () => {
    fc.assert(
      fc.property(anyLife, (inputs) => {
        const { record } = live(inputs);
        expect(record.attempts.map((one) => one.attempt)).toEqual(record.attempts.map((_, i) => i + 1));
        expect(record.attempts.filter((one) => one.outcome === 'running').length).toBeLessThanOrEqual(1);
        expect(record.attempts.length).toBeLessThanOrEqual(record.job.limits.maxAttempts);
      }),
    );
  });

  it('keeps no live rank on a lost agent', () => {
    fc.assert(
      fc.property(anyLife, (inputs) => {
        const { record } = live([...inputs, { kind: 'agent_lost', agentId: 'agent-0', message: 'gone' }]);
        const ranks = currentAttempt(record)?.ranks ?? [];
        for (const one of ranks)
          if (one.agentId === 'agent-0') expect(['failed', 'finished']).toContain(one.state);
      }),
    );
  });

  it('is the same after its log was written and read back', () => {
    fc.assert(
      fc.property(anyLife, (inputs) => {
        const { log, record } = live(inputs);
        const first = submittedRecord();
        const submitted = event('submitted', {
          name: first.name,
          priority: first.priority,
          job: first.job,
          requestSha256: first.requestSha256,
        });
        const whole = [stamped({ jobId: first.jobId, nextSeq: 0 }, submitted, first.submittedAt), ...log];
        const back: unknown[] = JSON.parse(JSON.stringify(whole));
        expect(foldEvents(back.map(parseLoggedEvent))).toEqual(record);
      }),
    );
  });
});

/** Reports that end every rank of every attempt. */
const endings = (attempts: number): JobInput[] =>
  Array.from({ length: attempts }, (_, index) => index + 1).flatMap((a) =>
    [0, 1, 2, 3].map((r) => failedWith(a, r, 'rank_crashed')),
  );
