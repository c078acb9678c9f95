import { describe, expect, it } from 'vitest';
import { failedWith, feed, finished, ready, start, submittedRecord } from '../testing/job-samples.js';
import { agentNews, type AgentNews, exclusionsAt, type HealthBook, noteAgent } from './agent-health.js';

const RULES = { failures: 3, windowMs: 100, coolDownMs: 50, coolDownMaxMs: 150 };
const failed = (jobId: string): AgentNews => ({
  agentId: 'a',
  jobId,
  kind: 'failed',
  message: `${jobId} crashed`,
});
const after = (...news: readonly (readonly [number, AgentNews])[]): HealthBook =>
  news.reduce<HealthBook>((book, [atMs, one]) => noteAgent(book, { ...one, atMs }, RULES), new Map());
const until = (book: HealthBook, nowMs: number) => exclusionsAt(book, nowMs)[0]?.untilMs;

describe('an agent on which jobs fail', () => {
  const three = after([0, failed('x')], [1, failed('y')], [2, failed('z')]);

  it('is left out after several different jobs, for a while, and says why', () => {
    expect(until(after([0, failed('x')], [1, failed('y')]), 2)).toBeUndefined();
    expect(exclusionsAt(three, 2)).toEqual([
      {
        agentId: 'a',
        untilMs: 52,
        reason: 'jobs x, y, z failed there one after the other; the last one: z crashed',
      },
    ]);
    expect(until(three, 52)).toBeUndefined();
  });

  it('is not judged by one job, nor by failures long ago', () => {
    expect(until(after([0, failed('x')], [1, failed('x')], [2, failed('x')]), 3)).toBeUndefined();
    expect(until(after([0, failed('x')], [99, failed('y')], [100, failed('z')]), 101)).toBeUndefined();
  });

  it('is on probation then: twice as long after the next failure, up to a bound, or cleared by a success', () => {
    const again = noteAgent(three, { ...failed('v'), atMs: 60 }, RULES);
    expect(until(again, 61)).toBe(160);
    const third = noteAgent(again, { ...failed('w'), atMs: 200 }, RULES);
    expect(until(third, 201)).toBe(350);
    const good = noteAgent(again, { agentId: 'a', jobId: 'u', kind: 'succeeded', atMs: 70 }, RULES);
    expect(until(good, 71)).toBeUndefined();
    expect(until(noteAgent(good, { ...failed('t'), atMs: 72 }, RULES), 73)).toBeUndefined();
  });
});

describe('what a record says about agents', () => {
  const running = feed(submittedRecord(), start(2), ready(1, 0), ready(1, 1));
  const news = (...inputs: Parameters<typeof feed>[1][]) => agentNews(running, feed(running, ...inputs));

  it('is a rank that crashed, and not one that lost its peer or read a broken file', () => {
    expect(news(failedWith(1, 1, 'rank_crashed'))).toMatchObject([{ agentId: 'agent-1', kind: 'failed' }]);
    expect(news(failedWith(1, 1, 'peer_lost'))).toEqual([]);
    expect(news(failedWith(1, 1, 'rank_crashed', true))).toEqual([]);
    expect(news(failedWith(1, 0, 'data_corrupt'))).toEqual([]);
  });

  it('is a rank that finished', () => {
    expect(news(finished(1, 0))).toEqual([{ agentId: 'agent-0', jobId: 'job-000001', kind: 'succeeded' }]);
  });
});
